/** `server` lines with what HAProxy makes of them once `default-server` and the `defaults` section are counted in. */

import { replaceLine, setParameter } from './config-edit';
import { type ConfigSectionRange, configSections, type HaproxyConfigFile } from './config-file';
import type { ConfigLine } from './config-line';
import { takesValue } from './config-view';
import type { ServerDescription } from './proxy-description';
import { readServer } from './proxy-read';

/** A `server` line with what HAProxy makes of it, `default-server` lines included. */
export interface ServerLine {
  /** 0-based. */
  readonly index: number;
  readonly line: ConfigLine;
  readonly name: string;
  /** Without port; a name, or `unix@…`, where it is no address. */
  readonly host: string;
  readonly port?: number;
  /** As written, `default-server` not counted. */
  readonly own: ServerDescription;
  readonly isBackup: boolean;
  readonly isChecked: boolean;
  readonly isDisabled: boolean;
  readonly weight: number;
  /** What the line would be without its own parameters. */
  readonly inherited: ServerDefaults;
}

/** Flags that a later word switches off again, also across `default-server` (manual 5.2). */
const OFF_WORDS: Readonly<Record<string, readonly [string, boolean]>> = {
  backup: ['backup', true],
  'no-backup': ['backup', false],
  check: ['check', true],
  'no-check': ['check', false],
  disabled: ['disabled', true],
  enabled: ['disabled', false],
};

export interface ServerDefaults {
  readonly flags: Readonly<Record<string, boolean>>;
  readonly weight: number;
}

const NO_DEFAULTS: ServerDefaults = { flags: {}, weight: 1 };

function applyParameters(words: readonly string[], before: ServerDefaults): ServerDefaults {
  const flags = { ...before.flags };
  let weight = before.weight;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const value = words[index + 1] ?? '';
    if (word === 'weight' && /^\d{1,3}$/.test(value)) weight = Number(value);
    const off = Object.hasOwn(OFF_WORDS, word) ? OFF_WORDS[word] : undefined;
    if (off) flags[off[0]] = off[1];
    if (takesValue(word)) index += 1;
  }
  return { flags, weight };
}

/** The servers of a section, in order. */
export function serverLines(file: HaproxyConfigFile, section: ConfigSectionRange): readonly ServerLine[] {
  const found: ServerLine[] = [];
  let defaults = inheritedDefaults(file, section);
  for (let index = section.start + 1; index < section.end; index += 1) {
    const line = file.lines[index];
    const words = line?.words.map((word) => word.value) ?? [];
    if (words[0] === 'default-server') defaults = applyParameters(words.slice(1), defaults);
    const own = words[0] === 'server' ? readServer(words) : undefined;
    if (!line || !own) continue;
    const { flags, weight } = applyParameters(words.slice(3), defaults);
    found.push({
      index,
      line,
      name: own.name,
      host: own.address,
      ...(own.port === undefined ? {} : { port: own.port }),
      own,
      isBackup: flags.backup ?? false,
      isChecked: flags.check ?? false,
      isDisabled: flags.disabled ?? false,
      weight,
      inherited: defaults,
    });
  }
  return found;
}

/** The `defaults` section a proxy takes over: the one it names, else the last one above it (manual 4). */
export function defaultsOf(
  file: HaproxyConfigFile,
  section: ConfigSectionRange,
): ConfigSectionRange | undefined {
  const all = configSections(file).filter(({ kind }) => kind === 'defaults');
  if (section.from !== undefined) return all.find(({ name }) => name === section.from);
  return section.kind === 'defaults' ? undefined : all.findLast(({ start }) => start < section.start);
}

function inheritedDefaults(file: HaproxyConfigFile, section: ConfigSectionRange): ServerDefaults {
  const parents: ConfigSectionRange[] = [];
  // Named defaults may take over others; a circle is refused by HAProxy and must not hang us.
  for (let at = defaultsOf(file, section); at && !parents.some(({ start }) => start === at?.start); ) {
    parents.push(at);
    at = defaultsOf(file, at);
  }
  let defaults = NO_DEFAULTS;
  for (const parent of parents.reverse()) {
    for (const line of file.lines.slice(parent.start + 1, parent.end)) {
      const [keyword, ...words] = line.words.map((word) => word.value);
      if (keyword === 'default-server') defaults = applyParameters(words, defaults);
    }
  }
  return defaults;
}

const FLAG_WORDS = {
  backup: ['backup', 'no-backup'],
  check: ['check', 'no-check'],
  disabled: ['disabled', 'enabled'],
} as const;

/** Switches a flag, with its opposite word only where `default-server` says otherwise. A flag that is so already stays. */
export function withFlag(
  file: HaproxyConfigFile,
  server: ServerLine,
  flag: keyof typeof FLAG_WORDS,
  isOn: boolean,
): HaproxyConfigFile {
  const current = { backup: server.isBackup, check: server.isChecked, disabled: server.isDisabled }[flag];
  if (current === isOn) return file;
  const [on, off] = FLAG_WORDS[flag];
  const bare = setParameter(server.line, isOn ? off : on, undefined);
  const isInherited = server.inherited.flags[flag] ?? false;
  const line = isInherited === isOn ? bare : setParameter(bare, isOn ? on : off, []);
  return replaceLine(file, server.index, line);
}
