/**
 * Settings of the kernel that Haven itself writes. Only these: a setting that could cut a node off from its own network
 * would need somebody on the node to take it back.
 */
const ALLOWED: readonly string[] = ['net.ipv4.ip_nonlocal_bind'];

/** Lines `key = value` of a sysctl.d file, of the settings Haven may make. */
export function settingsIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const match = /^\s*([a-z0-9_.]+)\s*=\s*(\d+)\s*$/.exec(line);
    return match?.[1] !== undefined && match[2] !== undefined && ALLOWED.includes(match[1])
      ? [[match[1], match[2]]]
      : [];
  });
  return Object.fromEntries(pairs);
}

/** Whether a text says nothing besides settings Haven may make. */
export const hasOnlySettings = (text: string): boolean =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*[#;]/.test(line))
    .every((line) => Object.keys(settingsIn(line)).length === 1);
