import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ParseError } from '@/lib/base/probe';
import fc from '@/lib/base/property.testing';
import type { Result } from '@/lib/base/result';
import { parseCorosyncConf } from './config';
import { checkCorosync } from './health';
import { corosyncMessages } from './messages';
import { combineCorosync, parseCmap, parseLinks, parseQuorumStatus } from './probes';
import type { CorosyncReading } from './types';

interface Case {
  readonly about: string;
  readonly command: string;
  readonly output: string;
  readonly expect: { readonly value: object };
}
const folder = new URL('./fixtures/', import.meta.url);
const cases = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case] as const,
);
const outputOf = (name: string): string => cases.find(([file]) => file === name)?.[1].output ?? '';

function parserOf(command: string): (text: string) => Result<object, ParseError> {
  if (command.startsWith('corosync-quorumtool')) return parseQuorumStatus;
  if (command.startsWith('corosync-cfgtool')) return parseLinks;
  if (command.startsWith('corosync-cmapctl')) return parseCmap;
  return parseCorosyncConf;
}
function must<T>(result: Result<T, ParseError>): T {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

describe.each(cases)('%s', (_name, { about, command, output, expect: wanted }) => {
  it(`reads: ${about}`, () => expect(must(parserOf(command)(output))).toMatchObject(wanted.value));

  it('never throws on damage', () => {
    fc.assert(
      fc.property(fc.nat(output.length), fc.string({ maxLength: 4 }), (at, dirt) => {
        parserOf(command)(output.slice(0, at));
        parserOf(command)(output.slice(0, at) + dirt + output.slice(at + 1));
      }),
    );
  });
});

describe('cut output', () => {
  it('of quorumtool is refused unless only the end of a name is gone', () => {
    const text = outputOf('quorumtool-both.json');
    const lastMember = text.indexOf('         2          1 node2');
    for (let length = 0; length < lastMember + 20; length += 1)
      expect(parseQuorumStatus(text.slice(0, length)).ok).toBe(false);
  });
  it('of corosync.conf is refused while a section is open', () => {
    const text = outputOf('corosync-conf.json');
    expect(parseCorosyncConf(text.slice(0, text.indexOf('name: node2'))).ok).toBe(false);
    expect(parseCorosyncConf(`${text}}`).ok).toBe(false);
    expect(parseCorosyncConf('totem { version: 2 }').ok).toBe(false);
    expect(parseCorosyncConf('')).toMatchObject({ ok: false });
  });
});

it('reads an inquorate node as inquorate, with a qdevice column', () => {
  const text = outputOf('quorumtool-both.json')
    .replace('Quorate:          Yes', 'Quorate:          No')
    .replace('Quorum:           1  ', 'Quorum:           2 Activity blocked')
    .replace('    Nodeid      Votes Name', '    Nodeid      Votes    Qdevice Name')
    .replace('         1          1 node1 (local)', '         1          1    A,V,NMW node1 (local)')
    .replace(
      '         2          1 node2',
      '         2          1         NR node2\n         0          1            Qdevice',
    );
  expect(must(parseQuorumStatus(text))).toMatchObject({
    quorate: false,
    quorum: 2,
    members: [
      { nodeId: 1, name: 'node1' },
      { nodeId: 2, name: 'node2' },
      { nodeId: 0, votes: 1, name: 'Qdevice' },
    ],
  });
});

it('reads the nodelist of cmap and ignores other keys', () => {
  const text = `nodelist.local_node_pos (u32) = 0
nodelist.node.0.name (str) = node1
nodelist.node.0.nodeid (u32) = 1
nodelist.node.0.ring0_addr (str) = 10.10.0.1
nodelist.node.0.ring1_addr (str) = 192.168.1.11
runtime.config.totem.token (u32) = 3000
totem.cluster_name (str) = hacloud
`;
  expect(must(parseCmap(text))).toEqual({
    clusterName: 'hacloud',
    nodelist: [{ nodeId: 1, name: 'node1', addresses: ['10.10.0.1', '192.168.1.11'] }],
  });
  expect(parseCmap('Failed to initialize the cmap API. Error CS_ERR_LIBRARY\n').ok).toBe(false);
});

it('refuses to combine answers of different nodes', () => {
  const quorum = must(parseQuorumStatus(outputOf('quorumtool-both.json')));
  const links = must(parseLinks(outputOf('cfgtool-one-link-down.json')));
  expect(combineCorosync(quorum, { ...links, localNodeId: 2 }, { nodelist: [] }).ok).toBe(false);
});

describe('health', () => {
  const quorum = must(parseQuorumStatus(outputOf('quorumtool-both.json')));
  const links = must(parseLinks(outputOf('cfgtool-one-link-down.json')));
  const { nodelist } = must(parseCorosyncConf(outputOf('corosync-conf.json')));
  const reading = must(combineCorosync(quorum, links, { clusterName: 'hacloud', nodelist }));
  const keys = (change: Partial<CorosyncReading> = {}) =>
    checkCorosync({ ...reading, ...change }).map(
      ({ severity, key, object }) => `${severity} ${key} ${object.id}`,
    );
  const up = reading.peers.map((peer) => ({
    ...peer,
    links: peer.links.map((link) => ({ ...link, connected: true })),
  }));

  it('names a lost link', () =>
    expect(keys()).toEqual(['info fencing-is-all cluster', 'warning link-down node2/0']));
  it('has only the standing word about two nodes when all is well', () =>
    expect(keys({ peers: up })).toEqual(['info fencing-is-all cluster']));
  it('alarms when no link is left', () => {
    const down = up.map((peer) => ({
      ...peer,
      links: peer.links.map((link) => ({ ...link, connected: false })),
    }));
    expect(keys({ peers: down })).toContain('critical links-all-down node2/all');
    expect(keys({ peers: up.map((peer) => ({ ...peer, reachable: false })) })).toContain(
      'critical links-all-down node2/all',
    );
  });
  it('alarms for a missing member, missing votes and lost quorum', () => {
    const alone = { members: reading.members.slice(0, 1), totalVotes: 1, peers: up };
    expect(keys(alone)).toContain('warning member-missing node2');
    expect(keys(alone)).toContain('warning votes-missing node1');
    expect(keys({ ...alone, quorate: false })).toContain('critical not-quorate node1');
  });
});

it('uses the same ICU parameters in both languages', () => {
  const params = (text: string) =>
    [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
  for (const [key, text] of Object.entries(corosyncMessages.en)) {
    expect(params(corosyncMessages.ko[key as keyof typeof corosyncMessages.ko]), key).toEqual(params(text));
  }
});
