/** A choice of this browser's reader (language, appearance, zone): no secret, and nothing of it needs an account. */
export function rememberChoice(name: string, value: string): void {
  const oneYear = 365 * 24 * 3600;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain HTTP
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${oneYear}; samesite=lax`;
}
