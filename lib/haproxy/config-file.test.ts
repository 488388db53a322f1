import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import {
  editServer,
  findServerLine,
  insertConfigLine,
  removeConfigLine,
  type ServerEdit,
} from './config-edit';
import {
  configProblems,
  configSections,
  haproxyConfigView,
  parseHaproxyConfig,
  renderHaproxyConfig,
} from './config-file';
import { quoteConfigWord, readConfigLine } from './config-line';
import { splitBindAddress } from './config-view';

const own = new URL('./fixtures/', import.meta.url);
const corpus = new URL('../../../shared/corpus/haproxy/', import.meta.url);
if (!existsSync(corpus)) console.warn('skipped: the corpus of HAProxy configurations is not here');

// latin1: one character per byte, so that equality of text is equality of bytes.
const files = [own, ...(existsSync(corpus) ? [corpus] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.cfg'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'latin1')] as const),
);
const lab = readFileSync(new URL('openstack-lab.cfg', own), 'utf8');

const words = (text: string): readonly string[] => readConfigLine(text, '').words.map((word) => word.value);

describe.each(files)('%s', (_name, text) => {
  const file = parseHaproxyConfig(text);

  it('comes back byte for byte', () => {
    expect(renderHaproxyConfig(file)).toBe(text);
    expect(configProblems(file)).toEqual([]);
  });

  it('has as many sections as it has headers', () => {
    const headers = text.match(/^\s*(global|defaults|frontend|backend|listen|ring|log-profile)\b/gm) ?? [];
    expect(configSections(file).length).toBe(headers.length);
  });

  it('lets any one server be edited and nothing else change', () => {
    let edits = 0;
    for (const section of configSections(file)) {
      for (const line of file.lines.slice(section.start + 1, section.end)) {
        const [keyword, server] = line.words.map((word) => word.value);
        if (keyword !== 'server' || server === undefined || section.name === undefined) continue;
        // One file has a thousand servers; twenty prove the point.
        edits += 1;
        if (edits > 20) return;
        const place = { sectionKind: section.kind, sectionName: section.name, server };
        const found = findServerLine(file, place);
        if (!found.ok) {
          expect(found.error).toBe('ambiguous');
          continue;
        }
        const edited = editServer(file, place, { address: '192.0.2.99:7' });
        if (!edited.ok) throw new Error(edited.error);
        const [before, after] = [text.split('\n'), renderHaproxyConfig(edited.value).split('\n')];
        expect(after.length).toBe(before.length);
        expect(after.filter((changed, index) => changed !== before[index]).length).toBe(1);
        expect(after[found.value]).toContain('192.0.2.99:7');
      }
    }
  });
});

describe('words of a line', () => {
  it.each<[string, string, readonly string[]]>([
    ['tabs and spaces', '\tserver  a\t10.0.0.1:80 ', ['server', 'a', '10.0.0.1:80']],
    ['a comment', 'bind :80 # bind :81', ['bind', ':80']],
    ['a comment inside a word', 'bind :80#x', ['bind', ':80']],
    ['double quotes', 'http-request deny if "a b"c', ['http-request', 'deny', 'if', 'a bc']],
    ['single quotes, where nothing is special', "acl x path '\\a \"# b'", ['acl', 'x', 'path', '\\a "# b']],
    ['escapes', 'a\\ b \\# \\\\ \\x41 \\t \\q', ['a b', '#', '\\', 'A', '\t', '\\q']],
    ['a hash in quotes', 'a "# no comment" b', ['a', '# no comment', 'b']],
    ['an empty word', 'a "" b', ['a', '', 'b']],
    ['a variable as written', 'bind "$IP:80"', ['bind', '$IP:80']],
    ['nothing', '   # only a comment', []],
  ])('with %s', (_what, text, wanted) => {
    expect(words(text)).toEqual(wanted);
  });

  it('say what HAProxy would refuse', () => {
    expect(readConfigLine('a "b', '').problem).toBe('unterminated-quote');
    expect(readConfigLine('a b\\', '').problem).toBe('trailing-backslash');
    expect(readConfigLine('a \0', '').problem).toBe('control-character');
  });

  it('read back what was quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab"\'\\#$ \t\n\r\0é{}') }), (value) => {
        if (/[\n\r\0]/.test(value)) expect(() => quoteConfigWord(value)).toThrow(RangeError);
        else expect(words(`x ${quoteConfigWord(value)} y`)).toEqual(['x', value, 'y']);
      }),
    );
  });
});

describe('the typed view', () => {
  it('reads frontends, backends and listen sections', () => {
    const view = haproxyConfigView(parseHaproxyConfig(lab));
    expect(view.map((section) => [section.kind, section.name])).toEqual([
      ['global', undefined],
      ['defaults', undefined],
      ['frontend', 'nova_api_fe'],
      ['backend', 'nova_api'],
      ['listen', 'neutron_api'],
      ['listen', 'glance_api'],
      ['listen', 'keystone'],
    ]);
    expect(view[2]).toMatchObject({
      line: 25,
      defaultBackend: 'nova_api',
      binds: [{ address: '10.10.0.100', port: '8774', ssl: false }],
    });
    expect(view[5]?.servers).toEqual([
      { name: 'node1', address: '10.10.0.1:9292', backup: false, check: true },
      { name: 'node2', address: '10.10.0.2:9292', backup: true, check: true },
    ]);
  });

  it('does not read the value of a parameter as a flag', () => {
    const view = haproxyConfigView(
      parseHaproxyConfig('backend b\n server a 1.2.3.4 cookie check id backup\n'),
    );
    expect(view[0]?.servers).toEqual([{ name: 'a', address: '1.2.3.4', backup: false, check: false }]);
  });

  it('inherits checks from default-server, of the section, of defaults and of named defaults', () => {
    const text =
      'defaults one\n default-server check\ndefaults\n mode tcp\nbackend b from one\n server a 1.1.1.1\n server c 1.1.1.2 no-check\n' +
      'backend d\n server a 1.1.1.1\n default-server check\n server c 1.1.1.2\n';
    const view = haproxyConfigView(parseHaproxyConfig(text));
    expect(view.map((section) => section.servers.map((server) => server.check))).toEqual([
      [],
      [],
      [true, false],
      [false, true],
    ]);
  });

  it('marks what is inside .if', () => {
    const text =
      'global\n.if defined(X)\nfrontend f\n bind :80\n.else\nfrontend g\n bind :81\n.endif\nfrontend h\n bind :82\n';
    expect(haproxyConfigView(parseHaproxyConfig(text)).map((section) => section.conditional)).toEqual([
      undefined,
      true,
      true,
      undefined,
    ]);
  });

  it('recognises a section keyword of a newer HAProxy by its layout', () => {
    const text =
      'frontend f\n    bind :80\n\nshiny-thing x\n    server a 1.1.1.1:80\n\nbackend b\n    server a 1.1.1.1:80\n';
    const view = haproxyConfigView(parseHaproxyConfig(text));
    expect(view.map((section) => section.kind)).toEqual(['frontend', 'shiny-thing', 'backend']);
    expect(view[0]?.servers).toEqual([]);
  });

  it('keeps a file without any indentation readable', () => {
    const view = haproxyConfigView(
      parseHaproxyConfig('frontend f\nbind :80\ndefault_backend b\nbackend b\nserver a 1.1.1.1:80 check\n'),
    );
    expect(view).toMatchObject([{ defaultBackend: 'b' }, { servers: [{ check: true }] }]);
  });

  it.each([
    ['10.0.0.1:80', { address: '10.0.0.1', port: '80' }],
    [':80', { address: '*', port: '80' }],
    ['*:80-90', { address: '*', port: '80-90' }],
    ['[fd00::1]:443', { address: 'fd00::1', port: '443' }],
    ['fd00::1:443', { address: 'fd00::1', port: '443' }],
    ['ipv4@10.0.0.1:80', { address: '10.0.0.1', port: '80' }],
    ['unix@/run/a.sock', { address: 'unix@/run/a.sock' }],
    ['/run/a.sock', { address: '/run/a.sock' }],
    ['fd@5', { address: 'fd@5' }],
  ])('splits the bind address %s', (text, wanted) => {
    expect(splitBindAddress(text)).toEqual(wanted);
  });
});

describe('an edit', () => {
  const text =
    'backend b\r\n\tserver a 10.0.0.1:80  check inter 2s # the first\r\n\tserver c 10.0.0.2:80 backup cookie backup';
  const line = (edit: ServerEdit, server = 'a') => {
    const edited = editServer(
      parseHaproxyConfig(text),
      { sectionKind: 'backend', sectionName: 'b', server },
      edit,
    );
    if (!edited.ok) throw new Error(edited.error);
    return renderHaproxyConfig(edited.value).split('\r\n')[server === 'a' ? 1 : 2];
  };

  it('keeps spacing, comment and line break of the line', () => {
    expect(line({ address: '10.9.9.9:81' })).toBe('\tserver a 10.9.9.9:81  check inter 2s # the first');
    expect(line({ flags: { backup: true } })).toBe(
      '\tserver a 10.0.0.1:80  check inter 2s backup # the first',
    );
    expect(line({ flags: { check: false } })).toBe('\tserver a 10.0.0.1:80 inter 2s # the first');
    expect(line({ values: { inter: '5s', weight: '10' } })).toBe(
      '\tserver a 10.0.0.1:80  check inter 5s weight 10 # the first',
    );
    expect(line({ values: { inter: undefined } })).toBe('\tserver a 10.0.0.1:80  check # the first');
    expect(line({ flags: { check: true } })).toBe('\tserver a 10.0.0.1:80  check inter 2s # the first');
  });

  it('does not take a value for the parameter it looks like', () => {
    expect(line({ flags: { backup: false } }, 'c')).toBe('\tserver c 10.0.0.2:80 cookie backup');
  });

  it('refuses what it cannot find exactly once', () => {
    const edit = (content: string, sectionName: string, server: string) =>
      editServer(
        parseHaproxyConfig(content),
        { sectionKind: 'backend', sectionName, server },
        { address: 'x' },
      );
    expect(edit(text, 'nope', 'a')).toEqual({ ok: false, error: 'section-not-found' });
    expect(edit(text, 'b', 'nope')).toEqual({ ok: false, error: 'server-not-found' });
    expect(edit('backend b\n server a 1\n server a 2\n', 'b', 'a')).toEqual({
      ok: false,
      error: 'ambiguous',
    });
    expect(edit('backend b\n server a "1\n', 'b', 'a')).toEqual({ ok: false, error: 'line-is-broken' });
  });

  it('cannot smuggle a line in', () => {
    const place = { sectionKind: 'backend', sectionName: 'b', server: 'a' };
    expect(() =>
      editServer(parseHaproxyConfig(text), place, { address: '1:1\n server evil 6.6.6.6:6' }),
    ).toThrow(RangeError);
    expect(() => insertConfigLine(parseHaproxyConfig(text), 1, 'a\nb')).toThrow(RangeError);
  });

  it('inserts and removes whole lines with the line breaks around', () => {
    const file = parseHaproxyConfig(text);
    const longer = insertConfigLine(file, file.lines.length, '\tserver d 10.0.0.3:80');
    expect(renderHaproxyConfig(longer)).toBe(`${text}\r\n\tserver d 10.0.0.3:80`);
    expect(renderHaproxyConfig(removeConfigLine(longer, file.lines.length))).toBe(text);
    expect(renderHaproxyConfig(removeConfigLine(longer, 1))).not.toContain('the first');
  });
});

describe('any text', () => {
  it('comes back byte for byte and never throws', () => {
    const unit = fc.constantFrom(
      'a',
      'server',
      'backend',
      ' ',
      '\t',
      '"',
      "'",
      '\\',
      '#',
      '\n',
      '\r\n',
      '\r',
      '.if',
      'é',
      '\0',
      ':',
      '80',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), (text) => {
        const file = parseHaproxyConfig(text);
        expect(renderHaproxyConfig(file)).toBe(text);
        expect(Array.isArray(haproxyConfigView(file))).toBe(true);
      }),
    );
  });
});
