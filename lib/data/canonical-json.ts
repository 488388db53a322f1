/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value as Postgres will give it back: through JSON, and without what `jsonb` and `text` refuse (NUL, lone
 * surrogates). What is hashed must be what is stored.
 */
export function storableJson(value: unknown): Json {
  const text = JSON.stringify(value ?? null, (_key, entry: unknown) =>
    typeof entry === 'string' ? storableText(entry) : typeof entry === 'bigint' ? entry.toString() : entry,
  );
  return JSON.parse(text) as Json;
}

export const storableText = (text: string): string =>
  text
    .replaceAll('\0', '\uFFFD')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

/** One spelling per value: keys sorted by code unit, no spaces. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const record = value as { readonly [key: string]: Json };
    const members = Object.keys(record)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key] ?? null)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
