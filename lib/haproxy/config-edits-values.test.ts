import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { applyConfigEdits, type ConfigEdit } from './config-edits';
import { changes, edit, glance, nova, refusal } from './config-edits.testing';
import { parseHaproxyConfig } from './config-file';

const lab = readFileSync(new URL('./fixtures/openstack-lab.cfg', import.meta.url), 'utf8');

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
