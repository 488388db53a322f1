/** A path within Haven to go to after signing in; anything that could lead elsewhere becomes `/`. */
export function localPath(value: string | undefined): string {
  return value && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(value) ? value : '/';
}
