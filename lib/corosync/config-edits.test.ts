import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseCorosyncConf } from './config';
import { applyCorosyncEdits, type CorosyncEdit } from './config-edits';
import { parseCorosyncFile, renderCorosyncFile } from './config-file';

const folder = new URL('./fixtures/', import.meta.url);
const recorded = readdirSync(folder)
  .map(
    (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { command: string; output: string },
  )
  .filter(({ command }) => command.includes('corosync.conf'))
  .map(({ command, output }) => [command, output] as const);

/** What people and their tools write: tabs, comments, blank lines, a device in a device, odd spaces, no last line end. */
const BY_HAND = [
  '# see corosync.conf(5)\ntotem {\n\tversion: 2\n\n\t# ours\n\tcluster_name:   debian\n\tinterface {\n\t\tlinknumber: 0\n\t}\n}\n\nquorum {\n\tprovider: corosync_votequorum\n\tdevice {\n\t\tmodel: net\n\t\tnet {\n\t\t\thost: 10.0.0.9\n\t\t\ttls: on\n\t\t}\n\t}\n}\nnodelist {\n\tnode {\n\t\tname: a\n\t\tnodeid: 1\n\t\tquorum_votes: 1\n\t\tring0_addr: 10.0.10.1    # link 0\n\t}\n}\n',
  'totem{\nversion:2\nconfig_version: 41   \n  }\nnodelist {\n}\nlogging {\n  logger_subsys {\n    subsys: QUORUM\n    debug: off\n  }\n  logger_subsys {\n    subsys: KNET\n    debug: off\n  }\n}',
  'totem {\r\n  version: 2\r\n  token: 3000\r\n}\r\nnodelist {\r\n  node {\r\n    ring0_addr: n1\r\n    nodeid: 1\r\n  }\r\n}\r\n',
] as const;
const [TABS, BARE, WINDOWS] = BY_HAND;
const all = [...recorded, ...BY_HAND.map((text, index) => [`by hand ${index}`, text] as const)];

const edited = (text: string, ...edits: readonly CorosyncEdit[]): string => {
  const result = applyCorosyncEdits(text, edits);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const changedLines = (before: string, after: string): readonly string[] => {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
};

it('has recorded files to judge by', () => expect(recorded.length).toBeGreaterThanOrEqual(2));

describe.each(all)('%s', (_name, text) => {
  it('comes back byte for byte', () => {
    const file = parseCorosyncFile(text);
    expect(file.ok && renderCorosyncFile(file.value)).toBe(text);
  });

  it('changes one line and no other when a value is set, and comes back when it is set back', () => {
    const before = parseCorosyncConf(text);
    const next = edited(text, { kind: 'raise-version' });
    const after = parseCorosyncConf(next);
    const was = (before.ok && before.value.configVersion) || 0;
    expect(after.ok && after.value.configVersion).toBe(was + 1);
    expect(changedLines(text, next)).toHaveLength(1);
    if (was === 0) return;
    const back: CorosyncEdit = {
      kind: 'set',
      section: [{ name: 'totem' }],
      key: 'config_version',
      value: `${was}`,
    };
    expect(edited(next, back)).toBe(text);
  });
});

it('keeps every byte of whatever it can read', () => {
  const line = fc.constantFrom('totem {', ' a : b', '}', '# x', '', '\tkey:value ', 'sub{', 'k:');
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (lines, end, last) => {
        const text = lines.join(end) + (last ? end : '');
        const file = parseCorosyncFile(text);
        if (file.ok) expect(renderCorosyncFile(file.value)).toBe(text);
      },
    ),
  );
});

describe('setting a value', () => {
  it('keeps the spaces a person put', () => {
    const next = edited(TABS, {
      kind: 'set',
      section: [{ name: 'totem' }],
      key: 'cluster_name',
      value: 'ours',
    });
    expect(next).toBe(TABS.replace('cluster_name:   debian', 'cluster_name:   ours'));
    expect(edited(BARE, { kind: 'raise-version' })).toBe(BARE.replace('41   ', '42   '));
  });

  it('goes into the one section that is meant', () => {
    const section = [{ name: 'logging' }, { name: 'logger_subsys', where: { key: 'subsys', value: 'KNET' } }];
    const next = edited(BARE, { kind: 'set', section, key: 'debug', value: 'on' });
    expect(next).toBe(BARE.replace(/(KNET\n {4}debug: )off/, '$1on'));
    const vague: CorosyncEdit = {
      kind: 'set',
      section: [{ name: 'logging' }, { name: 'logger_subsys' }],
      key: 'debug',
      value: 'on',
    };
    expect(applyCorosyncEdits(BARE, [vague])).toMatchObject({ error: { code: 'no-section', found: 2 } });
  });

  it('adds a line in the layout of the section, with the line end of the file', () => {
    const token: CorosyncEdit = { kind: 'set', section: [{ name: 'totem' }], key: 'token', value: '5000' };
    expect(edited(TABS, token)).toContain('\tcluster_name:   debian\n\ttoken: 5000\n\tinterface {');
    expect(edited(WINDOWS, { ...token, key: 'join' })).toContain('  token: 3000\r\n  join: 5000\r\n}');
  });

  it('refuses what corosync would read as something else', () => {
    for (const value of ['', ' x', 'a {', '}', 'a\nb', '#x', ': y'])
      expect(
        applyCorosyncEdits(TABS, [{ kind: 'set', section: [{ name: 'totem' }], key: 'token', value }]),
      ).toMatchObject({ error: { code: 'bad-value' } });
    expect(
      applyCorosyncEdits(TABS, [{ kind: 'set', section: [{ name: 'totem' }], key: 'a: b', value: 'c' }]),
    ).toMatchObject({ error: { code: 'bad-value' } });
  });

  it('refuses a key that stands twice, naming the lines', () => {
    const twice = 'totem {\n token: 1\n token: 2\n}\n';
    const edit: CorosyncEdit = { kind: 'set', section: [{ name: 'totem' }], key: 'token', value: '3' };
    expect(applyCorosyncEdits(twice, [edit])).toMatchObject({ error: { code: 'ambiguous', lines: [2, 3] } });
  });

  it('takes a line away', () => {
    expect(edited(WINDOWS, { kind: 'unset', section: [{ name: 'totem' }], key: 'token' })).toBe(
      WINDOWS.replace('  token: 3000\r\n', ''),
    );
  });
});

describe('nodes', () => {
  const third = { nodeId: 2, name: 'b', addresses: ['10.0.10.2'] };

  it('are added in the layout and order of the last one', () => {
    const next = edited(TABS, { kind: 'add-node', node: third }, { kind: 'raise-version' });
    expect(next).toContain('\t}\n\tnode {\n\t\tname: b\n\t\tnodeid: 2\n\t\tring0_addr: 10.0.10.2\n\t}\n}\n');
    const config = parseCorosyncConf(next);
    expect(config.ok && config.value.nodelist.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(edited(edited(TABS, { kind: 'add-node', node: third }), { kind: 'remove-node', nodeId: 2 })).toBe(
      TABS,
    );
  });

  it('are added to an empty list', () => {
    const config = parseCorosyncConf(edited(BARE, { kind: 'add-node', node: third }));
    expect(config.ok && config.value.nodelist).toEqual([{ nodeId: 2, name: 'b', addresses: ['10.0.10.2'] }]);
  });

  it('are refused with a number, name or address that is taken, or with other links than the rest', () => {
    const add = (node: Partial<typeof third>) =>
      applyCorosyncEdits(TABS, [{ kind: 'add-node', node: { ...third, ...node } }]);
    expect(add({ nodeId: 1 })).toMatchObject({ error: { code: 'exists' } });
    expect(add({ name: 'a' })).toMatchObject({ error: { code: 'exists' } });
    expect(add({ addresses: ['10.0.10.2', '10.0.11.2'] })).toMatchObject({
      error: { code: 'links-differ', links: 1 },
    });
    expect(add({ name: 'b {' })).toMatchObject({ error: { code: 'bad-value' } });
    expect(add({ nodeId: 0 })).toMatchObject({ error: { code: 'bad-value' } });
  });

  it('that are not there are not removed', () => {
    expect(applyCorosyncEdits(TABS, [{ kind: 'remove-node', nodeId: 9 }])).toMatchObject({
      error: { code: 'not-found' },
    });
  });
});
