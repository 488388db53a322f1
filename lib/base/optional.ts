/** `{key: value}`, or nothing at all when there is no value: a reading leaves unknown fields out. */
export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
