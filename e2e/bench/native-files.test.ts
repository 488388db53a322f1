import { describe, expect, it } from 'vitest';
import { parseXml } from '@/lib/base/xml';
import { NATIVE_NODES, nativeCib, nativeFiles, VIP_API } from './native-files';

const secrets = { hostKey: 'PRIVATE', authorizedKey: 'ssh-ed25519 AAAA' };

describe('the files of a native node', () => {
  it('name both nodes to corosync, one statement per line', () => {
    const conf = nativeFiles(NATIVE_NODES[0], secrets)['etc/corosync/corosync.conf'] ?? '';
    for (const { name, ten, one } of NATIVE_NODES) {
      expect(conf).toContain(`        name: ${name}\n`);
      expect(conf).toContain(`        ring0_addr: ${ten}\n`);
      expect(conf).toContain(`        ring1_addr: ${one}\n`);
    }
    expect(conf).toContain('    two_node: 1\n');
  });

  it('are the same on both nodes, but for what is its own', () => {
    const [first, second] = NATIVE_NODES.map((node) => nativeFiles(node, secrets));
    expect(first?.['etc/corosync/corosync.conf']).toBe(second?.['etc/corosync/corosync.conf']);
    expect(first?.['etc/ssh/sshd_config']).not.toBe(second?.['etc/ssh/sshd_config']);
  });

  it('hold a configuration that is whole XML and fits into quotes of a shell', () => {
    const cib = nativeCib('node2');
    expect(parseXml(cib, ['configuration']).ok).toBe(true);
    expect(cib).not.toContain("'");
    expect(cib).toContain(`value="${VIP_API.address}"`);
  });
});
