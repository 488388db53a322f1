import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConfigEdit } from './config-edits';
import { changes, edit, nova, refusal } from './config-edits.testing';

const lab = readFileSync(new URL('./fixtures/openstack-lab.cfg', import.meta.url), 'utf8');

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
