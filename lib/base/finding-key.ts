/** The tools whose findings have words; one folder below `lib/` each, and what holds across them. */
export type FindingTool =
  | 'corosync'
  | 'drbd'
  | 'drift'
  | 'haproxy'
  | 'host'
  | 'network'
  | 'pacemaker'
  | 'protection'
  | 'systemd';

/**
 * The id of a finding's words within the area `findings`: `<tool>-<key>`. Dots become dashes because use-intl reads a dot
 * as nesting. Apart from the area itself, so that a browser that only needs ids does not load both languages.
 */
export function findingMessageKey(tool: FindingTool, key: string): string {
  const own = key.startsWith(`${tool}.`) ? key.slice(tool.length + 1) : key;
  return `${tool}-${own.replaceAll('.', '-')}`;
}
