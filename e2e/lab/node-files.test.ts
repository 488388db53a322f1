import { describe, expect, it } from 'vitest';
import { sourcesForSuite } from './apt-sources.ts';
import { cibConfiguration } from './cib.ts';
import { parseLink } from './link-spec.ts';
import { corosyncConf, drbdResource, haproxyConf } from './node-files.ts';
import { nodeSpecs } from './settings.ts';
import { sudoersFile } from './sudoers.ts';
import { timeReply } from './time-server.ts';

const powerPorts = { node1: 9001, node2: 9002, node3: 9003 };

describe('corosync.conf', () => {
  it('has two links per node and two_node only with two nodes', () => {
    expect(corosyncConf(nodeSpecs(2))).toContain('two_node: 1');
    expect(corosyncConf(nodeSpecs(3))).not.toContain('two_node');
    expect(corosyncConf(nodeSpecs(3)).match(/ring[01]_addr/g)).toHaveLength(6);
  });

  it('has one statement per line', () => {
    for (const line of corosyncConf(nodeSpecs(2)).split('\n'))
      expect(line.match(/:\s/g)?.length ?? 0).toBeLessThan(2);
  });
});

describe('the DRBD resource', () => {
  it('replicates between two nodes even when a third one exists', () => {
    expect(drbdResource(nodeSpecs(3), 'secret').match(/^ {2}on /gm)).toHaveLength(2);
  });

  it('freezes I/O until the peer is fenced', () => {
    expect(drbdResource(nodeSpecs(2), 'secret')).toMatch(/fencing\s+resource-and-stonith;/);
  });
});

describe('haproxy.cfg', () => {
  it('spreads the stateless API over all nodes and checks every server by HTTP', () => {
    const text = haproxyConf(nodeSpecs(3));
    expect(text.match(/:8774 check/g)).toHaveLength(3);
    expect(text.match(/:9292 check/g)).toHaveLength(2);
    expect(text.match(/option httpchk/g)).toHaveLength(2);
  });
});

describe('the CIB', () => {
  const text = cibConfiguration({ nodes: nodeSpecs(2), powerPorts });

  it('never uses an id twice', () => {
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds no password', () => {
    expect(text).not.toMatch(/name="(passwd|password)"/);
    expect(text).toContain('password_script');
  });

  it('keeps every fence device off its victim', () => {
    for (const name of ['node1', 'node2']) {
      expect(text).toContain(`rsc="fence_${name}" node="${name}" score="-INFINITY"`);
    }
  });

  it('keeps DRBD off a node without a copy', () => {
    expect(cibConfiguration({ nodes: nodeSpecs(3), powerPorts })).toContain(
      'rsc="drbd_hafs-clone" node="node3" score="-INFINITY"',
    );
  });
});

describe('parseLink', () => {
  const nodes = ['node1', 'node2'];

  it('knows cables, networks and kinds of traffic', () => {
    expect(parseLink(['node1', '10g'], nodes)).toEqual({
      kind: 'switch',
      selector: { kind: 'port', node: 'node1', network: '10g' },
    });
    expect(parseLink(['replication'], nodes)).toEqual({ kind: 'switch', selector: { kind: 'replication' } });
    expect(parseLink(['node2', 'mgmt'], nodes)).toEqual({ kind: 'management', node: 'node2' });
  });

  it('refuses what it does not know', () => {
    for (const words of [[], ['node9', '1g'], ['node1', '100g'], ['node1'], ['1g', 'node1', 'x']]) {
      expect(() => parseLink(words, nodes)).toThrow();
    }
  });
});

describe('apt sources for the image', () => {
  it('are taken from deb822 stanzas of the same release with their key', () => {
    const text =
      'Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main contrib\nSigned-By: /usr/share/keyrings/k.gpg\n\nTypes: deb\nURIs: http://other.example\nSuites: nodistro\nComponents: main\n';
    expect(sourcesForSuite(text, true, 'bookworm')).toEqual([
      'deb [signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main',
      'deb [signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm-updates main',
    ]);
  });

  it('are taken from one-line entries, not from disabled ones or other releases', () => {
    const text =
      '# deb http://a.example bookworm main\ndeb [trusted=yes] http://b.example bookworm main\ndeb http://c.example trixie main\n';
    expect(sourcesForSuite(text, false, 'bookworm')).toEqual([
      'deb [trusted=yes] http://b.example bookworm main',
    ]);
  });
});

describe('sudoers', () => {
  it('names absolute paths only and no ALL command', () => {
    const { content } = sudoersFile();
    const commands = content.slice(content.indexOf('NOPASSWD:') + 9).split(',');
    for (const command of commands)
      expect(command.replace('\\', '').trim()).toMatch(/^\/usr\/s?bin\/[\w.-]+$/);
  });
});

describe('timeReply', () => {
  it('answers a client with the host time and its own origin timestamp', () => {
    const request = Buffer.alloc(48);
    request.writeUInt8((4 << 3) | 3, 0);
    request.fill(9, 40, 48);
    const reply = timeReply(request, 1_500);
    expect(reply?.readUInt8(0)).toBe((4 << 3) | 4);
    expect(reply?.readUInt32BE(40)).toBe(2_208_988_801);
    expect(reply?.readUInt32BE(44)).toBe(2 ** 31);
    expect(reply?.subarray(24, 32)).toEqual(Buffer.alloc(8, 9));
  });

  it('stays silent for anything else', () => {
    expect(timeReply(Buffer.alloc(48), 0)).toBeUndefined();
    expect(timeReply(Buffer.alloc(5, 0x23), 0)).toBeUndefined();
  });
});
