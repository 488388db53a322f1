import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import type { ConfigContext, ConfigProblem } from './check-types';
import { checkConfig, hasErrors, newProblems } from './config-check';
import { parseHaproxyConfig } from './config-file';

const own = new URL('./fixtures/', import.meta.url);
const corpus = new URL('../../../shared/corpus/haproxy/', import.meta.url);
if (!existsSync(corpus)) console.warn('skipped: the corpus of HAProxy configurations is not here');
const files = [own, ...(existsSync(corpus) ? [corpus] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.cfg'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'latin1')] as const),
);
const lab = readFileSync(new URL('openstack-lab.cfg', own), 'utf8');

const context: ConfigContext = {
  nodes: [
    {
      node: 'node1',
      addresses: ['10.10.0.1', '192.168.1.1', '10.10.0.100'],
      nonlocalBind: { inet: true, inet6: true },
    },
    { node: 'node2', addresses: ['10.10.0.2', '192.168.1.2'], nonlocalBind: { inet: true, inet6: true } },
  ],
  vips: [
    { address: '10.10.0.100', role: '10g' },
    { address: '192.168.1.100', role: '1g' },
  ],
  networks: [
    { cidr: '10.10.0.0/24', role: '10g' },
    { cidr: '192.168.1.0/24', role: '1g' },
  ],
  socketPath: '/run/haproxy/admin.sock',
};
const without = (
  node: string,
  nonlocalBind: ConfigContext['nodes'][number]['nonlocalBind'],
): ConfigContext => ({
  ...context,
  nodes: context.nodes.map((one) =>
    one.node === node ? { ...one, ...(nonlocalBind ? { nonlocalBind } : { nonlocalBind: {} }) } : one,
  ),
});

const brief = ({ level, id, line, node, what }: ConfigProblem): string =>
  [level, id, line ?? '-', ...(node ? [node] : []), ...(what ? [what] : [])].join(' ');
const check = (text: string, wanted: ConfigContext = context) =>
  checkConfig(parseHaproxyConfig(text), wanted).map(brief);
const base =
  'global\n stats socket /run/haproxy/admin.sock level admin\ndefaults\n timeout connect 1s\n timeout client 1s\n timeout server 1s\n default-server check\n';

it('finds nothing wrong with the configuration of the lab', () => {
  expect(check(lab)).toEqual([]);
});

describe('a bind to a VIP', () => {
  it('is an error on a node that does not hold it and may not bind it', () => {
    const found = check(lab, without('node2', { inet: false }));
    expect(found).toEqual(
      [26, 37, 45, 55].map(
        (line, at) => `error bind-needs-nonlocal ${line} node2 10.10.0.100:${[8774, 9696, 9292, 5000][at]}`,
      ),
    );
  });
  it('is a warning on its holder, which will lose it one day', () => {
    expect(check(lab, without('node1', { inet: false }))[0]).toBe(
      'warning bind-needs-nonlocal 26 node1 10.10.0.100:8774',
    );
  });
  it('is not judged where the sysctl was not read', () => {
    expect(check(lab, without('node2', undefined))[0]).toBe(
      'unknown bind-nonlocal-unknown 26 node2 10.10.0.100:8774',
    );
  });
  it('is right with the word transparent', () => {
    expect(check(lab.replace(/(bind \S+)/g, '$1 transparent'), without('node2', { inet: false }))).toEqual(
      [],
    );
  });
  it('of the 1G network is warned of for an internal service, unless it is meant for people', () => {
    const text = `${base}frontend f\n bind 192.168.1.100:80\n default_backend b\nbackend b\n server a 10.10.0.1:80\n`;
    expect(check(text)).toEqual(['warning internal-on-1g-vip 9 192.168.1.100:80']);
    expect(check(text, { ...context, publicSections: new Set(['f']) })).toEqual([]);
  });
});

describe('binds', () => {
  const bind = (...lines: readonly string[]) =>
    check(`${base}frontend f\n${lines.map((line) => ` bind ${line}\n`).join('')}`);
  it('may not be said twice, in whatever spelling', () => {
    expect(bind('10.10.0.100:80', '10.10.0.100:80')).toEqual(['error bind-twice 10 10.10.0.100:80']);
    expect(bind('*:80', '0.0.0.0:80')).toEqual(['error bind-twice 10 *:80']);
    expect(bind('[::1]:80', '0:0:0:0:0:0:0:1:80')).toEqual(['error bind-twice 10 0:0:0:0:0:0:0:1:80']);
    expect(bind('10.10.0.100:80-90', '10.10.0.100:85')).toEqual(['error bind-twice 10 10.10.0.100:85']);
  });
  it('of all addresses and of one clash', () => {
    expect(bind('10.10.0.100:80', ':80')).toEqual(['warning bind-wildcard-clash 10 *:80']);
    expect(bind('10.10.0.100:80', ':81', '127.0.0.1:82')).toEqual([]);
  });
  it('need an address somebody has', () => {
    const ids = bind('10.10.0.77:80');
    expect(ids).toEqual([
      'warning bind-unknown-address 9 node1 10.10.0.77:80',
      'warning bind-unknown-address 9 node2 10.10.0.77:80',
    ]);
    expect(bind('10.10.0.1:80')).toEqual(['warning bind-foreign-address 9 node2 10.10.0.1:80']);
    expect(bind('10.10.0.100:99999')).toEqual(['error bad-bind 9 10.10.0.100:99999']);
    expect(bind('/run/x.sock', 'unix@/run/y.sock', 'fd@3')).toEqual([]);
  });
  it('need a port that no other program has', () => {
    const text = `${base}frontend f\n bind 10.10.0.100:9696\n`;
    const listening = (address: string, process?: string): ConfigContext => ({
      ...context,
      nodes: [
        {
          ...context.nodes[0],
          node: 'node1',
          listeners: [{ address, port: 9696, ...(process ? { process } : {}) }],
        },
      ],
    });
    expect(check(text, listening('*', 'uwsgi'))).toEqual(['error port-taken 9 node1 *:9696 uwsgi']);
    expect(check(text, listening('*'))).toEqual(['unknown port-taken 9 node1 *:9696']);
    expect(check(text, listening('10.10.0.1', 'uwsgi'))).toEqual([]);
    expect(check(text, listening('10.10.0.100', 'haproxy'))).toEqual([]);
  });
});

describe('sections', () => {
  it('name what is not there', () => {
    expect(
      check(
        `${base}frontend f\n bind 127.0.0.1:1\n default_backend no\n use_backend no2 if TRUE\n use_backend %[src]\n`,
      ),
    ).toEqual([
      'error missing-backend 10 no',
      'error missing-backend 11 no2',
      'info dynamic-backend 12 %[src]',
    ]);
    expect(
      check(`${base}backend b from nope\n server a 10.10.0.1:1 track c/d\n server e 10.10.0.2:1 track a\n`),
    ).toEqual([
      'error missing-defaults 8 nope',
      'warning missing-timeout 8 connect',
      'warning missing-timeout 8 server',
      'error missing-track-target 9 c/d',
    ]);
  });
  it('share names only as frontend and backend', () => {
    expect(check(`${base}frontend a\nbackend a\nlisten a\n`)).toEqual(['error duplicate-section 10 a']);
    expect(check(`${base}.if defined(X)\nbackend a\n.else\nbackend a\n.endif\n`)).toEqual([]);
  });
  it('have servers that are told apart, checked and on the internal network', () => {
    expect(
      check(
        `${base}backend b\n server a 10.10.0.1:1\n server a 10.10.0.2:1\n server c 10.10.0.1:1\n server d 10.10.0.4:1 no-check\n server e 192.168.1.1:1\n server f 10.10.0.100:1\n server g 172.16.0.1:1\n server h name.local:1\n`,
      ),
    ).toEqual([
      'error duplicate-server 10 a',
      'warning duplicate-address 11 c',
      'warning no-check 12 d',
      'warning server-on-1g-network 13 192.168.1.1',
      'warning server-is-vip 14 10.10.0.100',
      'warning server-outside-networks 15 172.16.0.1',
    ]);
  });
  it('have timeouts, their own or inherited', () => {
    expect(
      check('global\n stats socket /run/haproxy/admin.sock level admin\nlisten l\n timeout client 1s\n'),
    ).toEqual(['warning missing-timeout 3 connect', 'warning missing-timeout 3 server']);
  });
});

describe('the file', () => {
  it('must end with a line break and hold lines HAProxy can read', () => {
    expect(check(`${base}backend b`)).toEqual(['error no-final-line-break 8']);
    expect(check(`${base}backend b\n acl x "y\n`)).toEqual(['error line-is-broken 9 unterminated-quote']);
    expect(check(`${base}backend b\n acl ${'x '.repeat(70)}\n`)).toEqual(['error too-many-words 9']);
  });
  it('must open the admin socket Haven asks', () => {
    expect(check('global\n')).toEqual(['error no-admin-socket -']);
    expect(check('global\n stats socket /run/haproxy/admin.sock\n')).toEqual([
      'warning admin-socket-not-admin 2 /run/haproxy/admin.sock',
    ]);
    expect(check('global\n stats socket /run/other.sock level admin\n')).toEqual([
      'warning admin-socket-elsewhere 2 /run/other.sock',
    ]);
  });
  it('answers only for problems an edit brings', () => {
    const before = checkConfig(
      parseHaproxyConfig(`${base}backend b\n server a 10.10.0.1:1 no-check\n`),
      context,
    );
    const after = checkConfig(
      parseHaproxyConfig(
        `${base}\n\nbackend b\n server a 10.10.0.1:1 no-check\n server c 10.10.0.2:1 no-check\n`,
      ),
      context,
    );
    expect(newProblems(before, after).map(brief)).toEqual(['warning no-check 12 c']);
    expect(hasErrors(after)).toBe(false);
  });
  it.each(files)('%s is judged without a throw, within the file', (_name, text) => {
    const file = parseHaproxyConfig(text);
    for (const problem of checkConfig(file, context)) {
      if (problem.line !== undefined) expect(problem.line).toBeLessThanOrEqual(file.lines.length);
    }
  });
  it('is judged without a throw, whatever it holds', () => {
    const unit = fc.constantFrom(
      'global\n',
      'backend b\n',
      'frontend f\n',
      ' bind :80',
      ' bind [::]:1-9\n',
      ' bind x\n',
      ' server a 1.1.1.1:1\n',
      ' server',
      '\n',
      '"',
      'défaults',
      ' track a/b',
      'defaults d from d\n',
      ' stats socket\n',
      '\0',
      ' default_backend',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), (parts) =>
        Array.isArray(checkConfig(parseHaproxyConfig(parts.join('')), context)),
      ),
    );
  });
});
