import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyConfigEdits, type ConfigEdit } from './config-edits';
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
const lab = readFileSync(new URL('openstack-lab.cfg', own), 'utf8');

function edit(text: string, ...edits: readonly ConfigEdit[]): string {
  const changed = applyConfigEdits(text, edits);
  if (!changed.ok) throw new Error(JSON.stringify(changed.error));
  return changed.value;
}
function refusal(text: string, ...edits: readonly ConfigEdit[]) {
  const changed = applyConfigEdits(text, edits);
  if (changed.ok) throw new Error(`accepted:\n${changed.value}`);
  return changed.error;
}
/** `+` and `-` lines between two texts of which one is the other with lines added, removed or replaced. */
function changes(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  while (old.length > 0 && now.length > 0 && old[0] === now[0]) {
    old.shift();
    now.shift();
  }
  while (old.length > 0 && now.length > 0 && old.at(-1) === now.at(-1)) {
    old.pop();
    now.pop();
  }
  return [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
}
const nova = { kind: 'backend', name: 'nova_api' } as const;
const glance = { kind: 'listen', name: 'glance_api' } as const;

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

describe('a new section', () => {
  it('is written in the order people write it, with the indentation of the file', () => {
    const added = edit(
      lab,
      {
        do: 'add-proxy',
        proxy: {
          kind: 'backend',
          name: 'cinder_api',
          balance: ['roundrobin'],
          check: {
            kind: 'http',
            method: 'GET',
            path: '/healthcheck',
            host: 'healthcheck',
            expect: { match: 'status', value: '200' },
          },
          timeouts: { server: '10m' },
          servers: [
            { name: 'node1', address: '10.10.0.1', port: 8776, check: true, inter: '1s', fall: 2, rise: 3 },
            {
              name: 'node2',
              address: 'fd00::2',
              port: 8776,
              check: true,
              backup: true,
              ssl: true,
              verify: 'none',
            },
          ],
        },
      },
      {
        do: 'add-proxy',
        proxy: {
          kind: 'frontend',
          name: 'cinder',
          binds: [
            {
              address: '10.10.0.100',
              port: 8776,
              certificate: '/etc/haproxy/certs/',
              extra: ['alpn', 'h2,http/1.1'],
            },
          ],
          defaultBackend: 'cinder_api',
        },
        after: nova,
      },
    );
    expect(
      added.endsWith(`
backend cinder_api
    balance roundrobin
    option httpchk
    http-check send meth GET uri /healthcheck ver HTTP/1.1 hdr Host healthcheck
    http-check expect status 200
    timeout server 10m
    server node1 10.10.0.1:8776 check inter 1s fall 2 rise 3
    server node2 [fd00::2]:8776 check ssl verify none backup
`),
    ).toBe(true);
    expect(added).toContain(`
    server node2 10.10.0.2:8774 check

frontend cinder
    bind 10.10.0.100:8776 ssl crt /etc/haproxy/certs/ alpn h2,http/1.1
    default_backend cinder_api

listen neutron_api
`);
  });

  it('is refused where HAProxy would refuse the file or ignore a line', () => {
    const add = (proxy: Extract<ConfigEdit, { do: 'add-proxy' }>['proxy']) =>
      refusal(lab, { do: 'add-proxy', proxy });
    expect(add({ kind: 'backend', name: 'nova_api' })).toEqual({
      reason: 'name-taken',
      what: 'nova_api',
      lines: [28],
      edit: 0,
    });
    expect(add({ kind: 'frontend', name: 'keystone' }).reason).toBe('name-taken');
    expect(add({ kind: 'frontend', name: 'x', balance: ['source'] }).reason).toBe('keyword-not-allowed');
    expect(add({ kind: 'backend', name: 'x', extra: [['server', 'a', '1.1.1.1:1']] }).reason).toBe(
      'keyword-not-allowed',
    );
    expect(
      add({ kind: 'backend', name: 'x', extra: [['acl', ...Array.from({ length: 64 }, () => 'a')]] }).reason,
    ).toBe('too-many-words');
    expect(edit(lab, { do: 'add-proxy', proxy: { kind: 'frontend', name: 'nova_api' } })).toContain(
      'frontend nova_api\n',
    );
  });
});

describe('removing a section', () => {
  it('is refused while something names it, and takes its heading along', () => {
    expect(refusal(lab, { do: 'remove-proxy', place: nova })).toEqual({
      reason: 'still-referenced',
      what: 'nova_api',
      lines: [27],
      edit: 0,
    });
    const text =
      'global\n a b\n\n# about one\n# more\nbackend one\n server a 1.1.1.1:1\n # within\n\n# about two\nbackend two\n';
    expect(edit(text, { do: 'remove-proxy', place: { kind: 'backend', name: 'one' } })).toBe(
      'global\n a b\n\n# about two\nbackend two\n',
    );
  });
});

describe('editing a section', () => {
  it('touches the lines named and keeps their spacing', () => {
    const text = 'backend b\n\tmode   http # why\n\ttimeout server  1m\n\tserver a 1.1.1.1:1\n';
    const place = { kind: 'backend', name: 'b' } as const;
    expect(
      edit(text, {
        do: 'edit-proxy',
        place,
        change: { mode: 'tcp', timeouts: { server: '2m', connect: '5s' }, balance: ['hash', 'src'] },
      }),
    ).toBe(
      'backend b\n\tmode   tcp # why\n\ttimeout server  2m\n\ttimeout connect 5s\n\tbalance hash src\n\tserver a 1.1.1.1:1\n',
    );
    expect(edit(text, { do: 'edit-proxy', place, change: { mode: null, balance: null } })).toBe(
      text.replace('\tmode   http # why\n', ''),
    );
  });

  it('replaces a check and leaves equal lines alone', () => {
    const changed = edit(lab, {
      do: 'edit-proxy',
      place: nova,
      change: {
        check: {
          kind: 'http',
          method: 'GET',
          path: '/healthcheck',
          expect: { match: 'rstatus', value: '(200|300|401)' },
        },
      },
    });
    expect(changes(lab, changed)).toEqual([
      '-    option httpchk',
      '-    http-check send meth GET uri / ver HTTP/1.1 hdr Host healthcheck',
      '+    option httpchk GET /healthcheck',
    ]);
    const mysql = edit(lab, {
      do: 'edit-proxy',
      place: nova,
      change: { check: { kind: 'mysql', user: 'haproxy' } },
    });
    expect(changes(lab, mysql).filter((line) => line.startsWith('+'))).toEqual([
      '+    option mysql-check user haproxy',
    ]);
    const steps = 'backend b\n option tcp-check\n tcp-check connect\n tcp-check send PING\n';
    expect(
      refusal(steps, { do: 'edit-proxy', place: { kind: 'backend', name: 'b' }, change: { check: null } }),
    ).toMatchObject({ reason: 'check-has-steps', lines: [2, 3, 4] });
  });

  it('knows that "no option x" and "option x" are one directive', () => {
    const place = { kind: 'defaults' };
    const off = edit(lab, { do: 'set-directive', place, key: ['no', 'option', 'redispatch'], values: [] });
    expect(changes(lab, off)).toEqual(['-    option redispatch', '+    no option redispatch']);
    expect(edit(off, { do: 'set-directive', place, key: ['option', 'redispatch'], values: [] })).toBe(lab);
  });

  it('refuses what .if decides', () => {
    const text = 'backend b\n.if defined(X)\n server a 1.1.1.1:1\n.endif\n';
    expect(
      refusal(text, {
        do: 'add-server',
        place: { kind: 'backend', name: 'b' },
        server: { name: 'c', address: '1.1.1.2' },
      }).reason,
    ).toBe('conditional');
  });
});

describe('renaming', () => {
  const text = `frontend f
 default_backend "api"
 use_backend api if { nbsrv(api) gt 1 } { srv_is_up(api/a) }
 http-request track-sc0 src table api
 acl other nbsrv(api2) gt 1
backend api
 use-server a if TRUE
 server a 1.1.1.1:1 check
 server b 1.1.1.2:1 track a
backend api2
 server a 1.1.1.1:1 track api/a # api/a stays in a comment
`;
  it('takes every reference along', () => {
    expect(
      edit(text, { do: 'rename-proxy', place: { kind: 'backend', name: 'api' }, to: 'web' }),
    ).toBe(`frontend f
 default_backend web
 use_backend web if { nbsrv(web) gt 1 } { srv_is_up(web/a) }
 http-request track-sc0 src table web
 acl other nbsrv(api2) gt 1
backend web
 use-server a if TRUE
 server a 1.1.1.1:1 check
 server b 1.1.1.2:1 track a
backend api2
 server a 1.1.1.1:1 track web/a # api/a stays in a comment
`);
    const server = edit(text, {
      do: 'rename-server',
      place: { kind: 'backend', name: 'api' },
      server: 'a',
      to: 'n1',
    });
    expect(server).toContain('srv_is_up(api/n1)');
    expect(server).toContain('use-server n1 if');
    expect(server).toContain('server n1 1.1.1.1:1 check\n server b 1.1.1.2:1 track n1\n');
    expect(server).toContain(' server a 1.1.1.1:1 track api/n1 # api/a stays');
  });

  it('is refused where the name is computed or may mean something else', () => {
    const place = { kind: 'backend', name: 'b' } as const;
    const base = 'backend b\n server a 1.1.1.1:1\nfrontend f\n';
    const rename = (line: string) => refusal(`${base} ${line}\n`, { do: 'rename-proxy', place, to: 'c' });
    expect(rename('use_backend %[req.hdr(host),lower]')).toMatchObject({
      reason: 'dynamic-reference',
      lines: [4],
    });
    expect(rename('acl x src_conn_cnt(b) gt 1')).toMatchObject({ reason: 'unclear-reference', lines: [4] });
    expect(refusal(base, { do: 'rename-proxy', place, to: 'a b' }).reason).toBe('bad-name');
    expect(refusal(`${base}backend c\n`, { do: 'rename-proxy', place, to: 'c' })).toMatchObject({
      reason: 'name-taken',
      lines: [4],
    });
    expect(
      refusal(`${base}backend c\n server "x" 1.1.1.1 track "b/a"\n`, { do: 'rename-proxy', place, to: 'd' }),
    ).toMatchObject({ reason: 'unclear-reference', lines: [5] });
  });
});

describe('any value', () => {
  const hostile = [
    'a\nserver evil 6.6.6.6:6',
    'a\rb',
    'a\0b',
    '',
    '\u001b[2J',
    'x'.repeat(5000),
    '\u202eabc',
    '\ud800',
  ];
  it.each(hostile)('is refused when no line can carry it honestly: %j', (value) => {
    expect(refusal(lab, { do: 'set-directive', place: nova, key: ['balance'], values: [value] }).reason).toBe(
      'bad-value',
    );
    expect(
      refusal(lab, {
        do: 'add-server',
        place: nova,
        server: { name: 'n', address: '1.1.1.1', extra: ['cookie', value] },
      }).reason,
    ).toBe('bad-value');
    expect(
      refusal(lab, { do: 'add-server', place: nova, server: { name: value, address: '1.1.1.1' } }).reason,
    ).toBe('bad-name');
    expect(
      refusal(lab, { do: 'change-server', place: nova, server: 'node1', change: { address: value } }).reason,
    ).toBe('bad-address');
    expect(refusal(lab, { do: 'rename-proxy', place: nova, to: value }).reason).toBe('bad-name');
  });

  it('comes back as it was given, or is refused, and no other line changes', () => {
    const unit = fc.constantFrom(
      ...'aZ9',
      ' ',
      '#',
      '"',
      "'",
      '\\',
      '$',
      '{',
      '}',
      '%',
      '[',
      ';',
      '\t',
      '\n',
      '한',
      'é',
      '\u00a0',
    );
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 20 }), (value) => {
        const words = ['acl', 'probe', 'path', value];
        const changed = applyConfigEdits(lab, [{ do: 'add-directive', place: nova, words }]);
        if (!changed.ok) {
          expect(value).toMatch(/[\n\t]/);
          return;
        }
        const file = parseHaproxyConfig(changed.value);
        const line = file.lines.find(({ words: [keyword] }) => keyword?.value === 'acl');
        expect(line?.words.map((word) => word.value)).toEqual(words);
        expect(changes(lab, changed.value).length).toBe(1);
        expect(edit(changed.value, { do: 'remove-directive', place: nova, words })).toBe(lab);
      }),
    );
  });

  it('never throws, whatever file and edit meet', () => {
    const unit = fc.constantFrom(
      'backend b\n',
      'frontend f\n',
      ' server a 1.1.1.1:1 check\n',
      ' server a',
      ' bind :80\n',
      '\n',
      '# c\n',
      '.if x\n',
      '.endif\n',
      '"',
      '\\',
      'é',
      '\0',
      '\r\n',
      ' track b/a',
      ' default-server backup\n',
      'defaults from d\n',
      'defaults d from d\n',
    );
    const place = { kind: 'backend', name: 'b' } as const;
    const edits: readonly ConfigEdit[] = [
      { do: 'add-proxy', proxy: { kind: 'backend', name: 'n' } },
      { do: 'remove-proxy', place },
      { do: 'rename-proxy', place, to: 'n' },
      { do: 'edit-proxy', place, change: { mode: 'tcp', check: { kind: 'tcp' } } },
      { do: 'add-server', place, server: { name: 'z', address: '1.1.1.9', port: 1 } },
      { do: 'change-server', place, server: 'a', change: { backup: true, weight: 3, address: '1.1.1.8' } },
      { do: 'remove-server', place, server: 'a' },
      { do: 'rename-server', place, server: 'a', to: 'q' },
      { do: 'register-node', place, node: { name: 'z', address: '1.1.1.9' } },
      { do: 'retire-node', place, server: 'a', way: 'disable' },
      { do: 'shape-service', place, shape: { kind: 'active-standby', primary: 'a' } },
    ];
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 14 }), fc.constantFrom(...edits), (pieces, one) => {
        expect(typeof applyConfigEdits(pieces.join(''), [one]).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a service', () => {
  it('gets its shape by the word backup alone', () => {
    const standby = edit(lab, {
      do: 'shape-service',
      place: nova,
      shape: { kind: 'active-standby', primary: 'node2' },
    });
    expect(changes(lab, standby)).toEqual([
      '-    server node1 10.10.0.1:8774 check',
      '+    server node1 10.10.0.1:8774 check backup',
    ]);
    expect(edit(standby, { do: 'shape-service', place: nova, shape: { kind: 'active-active' } })).toBe(lab);
    expect(
      refusal(lab, { do: 'shape-service', place: nova, shape: { kind: 'active-standby', primary: 'nope' } })
        .reason,
    ).toBe('server-not-found');
  });

  it('keeps its shape where default-server says backup', () => {
    const text =
      'defaults\n default-server backup\nbackend b\n server a 1.1.1.1:1 no-backup\n server c 1.1.1.2:1\n';
    expect(
      edit(text, {
        do: 'shape-service',
        place: { kind: 'backend', name: 'b' },
        shape: { kind: 'active-standby', primary: 'c' },
      }),
    ).toBe(
      'defaults\n default-server backup\nbackend b\n server a 1.1.1.1:1\n server c 1.1.1.2:1 no-backup\n',
    );
  });

  it('gets a node in one line like its siblings, a backup where one serves', () => {
    const node = { name: 'node3', address: '10.10.0.3' };
    expect(changes(lab, edit(lab, { do: 'register-node', place: nova, node }))).toEqual([
      '+    server node3 10.10.0.3:8774 check',
    ]);
    expect(changes(lab, edit(lab, { do: 'register-node', place: glance, node }))).toEqual([
      '+    server node3 10.10.0.3:9292 check backup',
    ]);
    const odd =
      'backend b\n server  n1   10.0.0.1:80  cookie n1 check  addr 10.0.0.1 id 7 track x/n1 # first\n';
    expect(
      edit(odd, {
        do: 'register-node',
        place: { kind: 'backend', name: 'b' },
        node: { name: 'n2', address: '10.0.0.2' },
      }),
    ).toBe(`${odd} server  n2   10.0.0.2:80  cookie n2 check  addr 10.0.0.2 track x/n2\n`);
  });

  it('refuses a node that is there already, by name or by address', () => {
    const register = (name: string, address: string) =>
      refusal(lab, { do: 'register-node', place: nova, node: { name, address } });
    expect(register('node1', '10.10.0.9')).toMatchObject({ reason: 'name-taken', lines: [33] });
    expect(register('node9', '10.10.0.2')).toMatchObject({
      reason: 'address-taken',
      what: '10.10.0.2:8774',
      lines: [34],
    });
  });

  it('lets a node go unless nobody would be left to serve', () => {
    const gone = edit(lab, { do: 'retire-node', place: nova, server: 'node2', way: 'remove' });
    expect(changes(lab, gone)).toEqual(['-    server node2 10.10.0.2:8774 check']);
    expect(refusal(gone, { do: 'retire-node', place: nova, server: 'node1', way: 'disable' }).reason).toBe(
      'last-server',
    );
    expect(refusal(lab, { do: 'retire-node', place: glance, server: 'node1', way: 'remove' }).reason).toBe(
      'last-server',
    );
    const disabled = edit(lab, { do: 'retire-node', place: nova, server: 'node2', way: 'disable' });
    expect(changes(lab, disabled)[1]).toBe('+    server node2 10.10.0.2:8774 check disabled');
    expect(edit(disabled, { do: 'restore-node', place: nova, server: 'node2' })).toBe(lab);
  });
});
