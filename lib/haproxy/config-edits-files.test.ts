import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyConfigEdits, type ConfigEdit } from './config-edits';
import { changes, edit } from './config-edits.testing';
import { configSections, parseHaproxyConfig } from './config-file';
import { describeProxy } from './proxy-read';
import { serverLines } from './server-lines';

const own = new URL('./fixtures/', import.meta.url);
const corpus = new URL('../../../shared/corpus/haproxy/', import.meta.url);
if (!existsSync(corpus)) console.warn('skipped: the corpus of HAProxy configurations is not here');

// latin1: one character per byte, so that equality of text is equality of bytes.
const files = [own, ...(existsSync(corpus) ? [corpus] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.cfg'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'latin1')] as const),
);

const oddVariants = (text: string): readonly (readonly [string, string])[] => [
  ['with CRLF', text.replace(/\r?\n/g, '\r\n')],
  ['without a final line break', text.replace(/(\r?\n)+$/, '')],
  ['with tabs', text.replace(/^ +/gm, '\t')],
];
/** The same file as people also have it: other line breaks, no line break at the end, tabs. */
const variants = (text: string): readonly (readonly [string, string])[] => [
  ['as it is', text],
  // One file has 400 KB; the others prove the point.
  ...(text.length > 100_000 ? [] : oddVariants(text)),
];

describe.each(
  files.flatMap(([name, text]) =>
    variants(text).map(([how, variant]) => [`${name} ${how}`, variant] as const),
  ),
)('%s', (_name, text) => {
  const file = parseHaproxyConfig(text);
  // One file has hundreds of sections and a thousand servers; a few prove the point.
  const proxies = configSections(file)
    .filter(
      ({ kind, name, isConditional }) =>
        /^(backend|listen)$/.test(kind) && name !== undefined && !isConditional,
    )
    .slice(0, 4);

  it('gets a section and loses it again, to the byte', () => {
    const proxy = {
      kind: 'backend',
      name: 'haven_probe',
      servers: [{ name: 'a', address: '192.0.2.1', port: 80 }],
    } as const;
    const added = edit(text, { do: 'add-proxy', proxy });
    expect(edit(added, { do: 'remove-proxy', place: proxy })).toBe(text);
    for (const { kind, name } of proxies) {
      const after = { kind, ...(name === undefined ? {} : { name }) };
      const middle = applyConfigEdits(text, [{ do: 'add-proxy', proxy, after }]);
      if (!middle.ok) {
        expect(middle.error.reason).toBe('ambiguous');
        continue;
      }
      expect(edit(middle.value, { do: 'remove-proxy', place: proxy })).toBe(text);
    }
  });

  it('gets directives and servers and loses them again, to the byte', () => {
    for (const section of proxies) {
      const place = { kind: section.kind, name: section.name ?? '' };
      const server = { name: 'haven-probe', address: '192.0.2.99', port: 7 };
      const added = applyConfigEdits(text, [{ do: 'add-server', place, server }]);
      if (!added.ok) {
        expect(added.error.reason).toBe('ambiguous');
        continue;
      }
      expect(changes(text, added.value).filter((line) => !line.includes('192.0.2.99')).length).toBeLessThan(
        3,
      );
      expect(edit(added.value, { do: 'remove-server', place, server: server.name })).toBe(text);
      const words = ['acl', 'haven_probe', 'path', '/x y'];
      const acl = edit(text, { do: 'add-directive', place, words });
      expect(edit(acl, { do: 'remove-directive', place, words })).toBe(text);
      const key = ['timeout', 'haven-probe'];
      const set = edit(text, { do: 'set-directive', place, key, values: ['3s'] });
      expect(edit(set, { do: 'set-directive', place, key, values: null })).toBe(text);
    }
  });

  it('gets one server changed and changed back, to the byte, in one line', () => {
    for (const section of proxies) {
      const place = { kind: section.kind, name: section.name ?? '' };
      for (const server of serverLines(file, section).slice(0, 3)) {
        const flip = (backup: boolean): ConfigEdit => ({
          do: 'change-server',
          place,
          server: server.name,
          change: { backup },
        });
        const changed = applyConfigEdits(text, [flip(!server.isBackup)]);
        if (!changed.ok) {
          expect(changed.error.reason).toBe('ambiguous');
          continue;
        }
        expect(changes(text, changed.value).length).toBe(2);
        if (!server.isBackup) expect(edit(changed.value, flip(false))).toBe(text);
      }
    }
  });

  it('gets every section renamed and named back, to the byte, or the rename is refused', () => {
    for (const section of proxies) {
      const { kind, name = '' } = section;
      if (kind !== 'backend' && kind !== 'listen') continue;
      const renamed = applyConfigEdits(text, [
        { do: 'rename-proxy', place: { kind, name }, to: 'haven_renamed' },
      ]);
      if (!renamed.ok) {
        expect(['ambiguous', 'dynamic-reference', 'unclear-reference']).toContain(renamed.error.reason);
        continue;
      }
      expect(
        edit(renamed.value, { do: 'rename-proxy', place: { kind, name: 'haven_renamed' }, to: name }),
      ).toBe(text);
    }
  });

  it('describes every proxy, and writes that description so that it reads the same', () => {
    for (const { kind, name = '' } of configSections(file)) {
      if (kind !== 'frontend' && kind !== 'backend' && kind !== 'listen') continue;
      const described = describeProxy(file, { kind, name });
      if (!described.ok) continue;
      const written = applyConfigEdits('', [{ do: 'add-proxy', proxy: described.value }]);
      // Lines no form knows may be of kinds Haven would not write itself.
      if (!written.ok)
        expect(['keyword-not-allowed', 'bad-address', 'bad-name', 'bad-value', 'too-many-words']).toContain(
          written.error.reason,
        );
      else expect(describeProxy(parseHaproxyConfig(written.value), { kind, name })).toEqual(described);
    }
  });
});
