import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DRBD_OPTIONS } from './option-table';
import { defaultOf } from './option-value';
import { editRes, editResAll, protocolEdit, type ResEdit, rateEdits } from './res-edits';
import { parseResFile } from './res-file';
import { undoSplices } from './res-splice';
import { type ResResource, resResources } from './res-view';

const own = new URL('./fixtures/', import.meta.url);
const corpus = new URL('../../../shared/corpus/drbd/', import.meta.url);
const files = [own, ...(existsSync(corpus) ? [corpus] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(res|conf)$/.test(name))
    .map((name) => [name, readFileSync(new URL(name, folder), 'latin1')] as const),
);

function resources(text: string): readonly ResResource[] {
  const file = parseResFile(text);
  if (!file.ok) throw new Error(file.error.what);
  return resResources(file.value);
}

const resource = (name: string) => ({ kind: 'resource', name }) as const;

describe.each(files)('every edit of %s', (name, text) => {
  const generation = name.includes('84') ? '8.4' : '9';
  const named = resources(text).map((one) => one.name);
  const unique = named.filter((one, at) => named.indexOf(one) === at && named.lastIndexOf(one) === at);

  it('can be taken back to the byte, and reads back as asked', () => {
    for (const one of unique) {
      for (const option of DRBD_OPTIONS) {
        if (!option.generations.includes(generation)) continue;
        const { section, value: kind } = option;
        const value =
          kind.kind === 'text' ? (kind.pattern.test('crc32c') ? 'crc32c' : 'f') : defaultOf(option);
        const scope = resource(one);
        const edited = editRes(
          text,
          { kind: 'set-option', scope, section, name: option.name, value },
          generation,
        );
        if (!edited.ok) {
          expect(['ambiguous', 'set-elsewhere']).toContain(edited.error.code);
          continue;
        }
        expect(undoSplices(edited.value.text, edited.value.splices)).toBe(text);
        const view = resources(edited.value.text).find((candidate) => candidate.name === one);
        if (option.name !== 'shared-secret') expect(view?.options[`${section}.${option.name}`]).toBe(value);
        // Added and removed again leaves no trace where the section was there before.
        const removed = editRes(
          edited.value.text,
          { kind: 'remove-option', scope, section, name: option.name },
          generation,
        );
        if (!removed.ok) throw new Error(removed.error.code);
        expect(undoSplices(removed.value.text, removed.value.splices)).toBe(edited.value.text);
        expect(
          resources(removed.value.text).find((candidate) => candidate.name === one)?.options[
            `${section}.${option.name}`
          ],
        ).toBeUndefined();
      }
    }
  });
});

const LAB = `# mine
resource hafs {
  protocol C;  # never change
  disk {
    c-max-rate   400M; # slow on purpose
    c-min-rate   20M;
  }
  net { verify-alg "crc32c"; allow-two-primaries; }
  volume 0 { device /dev/drbd0 minor 0; disk /dev/vg/hafs; meta-disk internal; }
  on node1 { address 10.10.0.1:7788; }
  on node2 { address 10.10.0.2:7788; }
}
`;
const set = (section: 'net' | 'disk' | 'options', name: string, value: string): ResEdit => ({
  kind: 'set-option',
  scope: resource('hafs'),
  section,
  name,
  value,
});
const edited = (edit: ResEdit, text = LAB): string => {
  const result = editRes(text, edit, '8.4');
  if (!result.ok) throw new Error(result.error.code);
  return result.value.text;
};

describe('an edit', () => {
  it('replaces the value and keeps column, comment and quotes', () => {
    expect(edited(set('disk', 'c-max-rate', '800M'))).toBe(LAB.replace('400M;', '800M;'));
    expect(edited(set('net', 'verify-alg', 'sha1'))).toBe(LAB.replace('"crc32c"', '"sha1"'));
    expect(edited(set('net', 'allow-two-primaries', 'no'))).toBe(
      LAB.replace('allow-two-primaries;', 'allow-two-primaries no;'),
    );
  });

  it('changes the protocol where the file has it', () => {
    expect(edited(protocolEdit('hafs', 'B'))).toBe(LAB.replace('protocol C;', 'protocol B;'));
  });

  it('adds a line in the layout of its section', () => {
    expect(edited(set('disk', 'on-io-error', 'detach'))).toBe(
      LAB.replace('c-min-rate   20M;\n', 'c-min-rate   20M;\n    on-io-error detach;\n'),
    );
    expect(edited(set('net', 'ping-timeout', '10'))).toBe(
      LAB.replace('allow-two-primaries;', 'allow-two-primaries; ping-timeout 10;'),
    );
  });

  it('adds a section where there is none, behind the last one', () => {
    expect(edited(set('options', 'on-no-data-accessible', 'suspend-io'))).toContain(
      'allow-two-primaries; }\n  options {\n    on-no-data-accessible suspend-io;\n  }\n  volume 0',
    );
  });

  it('takes a line out and leaves the comment of a person', () => {
    const remove = (name: string): ResEdit => ({
      kind: 'remove-option',
      scope: resource('hafs'),
      section: 'disk',
      name,
    });
    expect(edited(remove('c-min-rate'))).toBe(LAB.replace('    c-min-rate   20M;\n', ''));
    expect(edited(remove('c-max-rate'))).toBe(
      LAB.replace('c-max-rate   400M; # slow on purpose', '# slow on purpose'),
    );
  });

  it('does nothing when the value is already there', () => {
    const same = editRes(LAB, set('net', 'allow-two-primaries', 'yes'), '8.4');
    expect(same).toEqual({ ok: true, value: { text: LAB, splices: [] } });
  });

  it('keeps line breaks of another system', () => {
    const dos = LAB.replaceAll('\n', '\r\n');
    expect(edited(set('disk', 'on-io-error', 'detach'), dos)).toBe(
      dos.replace('20M;\r\n', '20M;\r\n    on-io-error detach;\r\n'),
    );
  });

  it('of common reaches common alone', () => {
    const text = `common { disk { } }\n${LAB}`;
    const edit: ResEdit = {
      kind: 'set-option',
      scope: { kind: 'common' },
      section: 'disk',
      name: 'c-max-rate',
      value: '1G',
    };
    expect(edited(edit, text)).toBe(text.replace('disk { }', 'disk { c-max-rate 1G; }'));
  });

  it('of handlers writes quotes, and several edits are one', () => {
    const edits: readonly ResEdit[] = [
      {
        kind: 'set-handler',
        scope: resource('hafs'),
        name: 'split-brain',
        line: '/usr/lib/drbd/notify.sh root',
      },
      ...rateEdits(resource('hafs'), { 'c-max-rate': '200M', 'c-min-rate': '10M' }),
    ];
    const result = editResAll(LAB, edits, '8.4');
    if (!result.ok) throw new Error(result.error.code);
    expect(result.value.text).toContain('split-brain "/usr/lib/drbd/notify.sh root";');
    expect(undoSplices(result.value.text, result.value.splices)).toBe(LAB);
  });
});

describe('an edit is refused', () => {
  const code = (text: string, edit: ResEdit, generation: '8.4' | '9' = '8.4') => {
    const result = editRes(text, edit, generation);
    return result.ok ? 'made' : result.error.code;
  };
  it.each([
    ['a value with a second statement', set('net', 'verify-alg', 'crc32c; protocol A'), LAB, 'bad-text'],
    ['an option of the other generation', set('options', 'quorum', 'majority'), LAB, 'wrong-generation'],
    ['a resource that is not there', set('net', 'ping-int', '10'), 'resource x { }', 'no-scope'],
    ['a file that cannot be read', set('net', 'ping-int', '10'), 'resource hafs {', 'unreadable'],
    [
      'an option written twice',
      protocolEdit('hafs', 'A'),
      LAB.replace('net {', 'net { protocol C; '),
      'ambiguous',
    ],
    [
      'an option a volume sets',
      set('disk', 'c-max-rate', '1G'),
      LAB.replace('volume 0 {', 'volume 0 { disk { c-max-rate 1M; } '),
      'set-elsewhere',
    ],
    [
      'an option the legacy section sets',
      set('disk', 'resync-rate', '1G'),
      LAB.replace('net {', 'syncer { rate 10M; } net {'),
      'set-elsewhere',
    ],
    [
      'a removal of nothing',
      { kind: 'remove-handler', scope: resource('hafs'), name: 'fence-peer' } as const,
      LAB,
      'not-found',
    ],
  ] as const)('for %s', (_what, edit, text, expected) => {
    expect(code(text, edit)).toBe(expected);
  });
});
