/**
 * The two nodes with DRBD's files and volumes in memory: they know what the steps of such a change do, and count what
 * took effect. The scripts themselves are tried in a real shell elsewhere (lib/plan/file-write.test.ts).
 */
import type { Outcome } from '@/lib/base/command';
import { sha256 } from '@/lib/data/plans';
import { parseResFile } from '@/lib/drbd/res-file';
import { resResources } from '@/lib/drbd/res-view';
import { readDrbd } from '@/lib/plan/testing/scenario';
import { readStorageFile } from '@/lib/plan/testing/scenario-storage';
import { exited, FakeCluster, NODES } from './fake-cluster';

export const RES_PATH = '/etc/drbd.d/hafs.res';
export const SECRET = 'never-in-a-plan';
export const RES = `resource hafs {
  net {
    protocol      C;
    verify-alg    crc32c;
    shared-secret "${SECRET}";
  }
  disk {
    fencing    resource-and-stonith;
    c-max-rate 4096k;
  }
  volume 0 {
    device    /dev/drbd0 minor 0;
    disk      /dev/vg_nvme/hafs;
    meta-disk internal;
  }
  on node1 { address 10.10.0.1:7788; }
  on node2 { address 10.10.0.2:7788; }
}
`;

export class FakeStorage extends FakeCluster {
  readonly res = new Map<string, string>(NODES.map((node) => [node, RES]));
  /** What the kernel was last adjusted to, by node. */
  readonly kernel = new Map<string, string>(NODES.map((node) => [node, RES]));
  /** Changing commands that took effect, in order: `node1 write`. */
  readonly effects: string[] = [];
  /** KiB that both nodes count as different. */
  outOfSyncKiB = 0;
  /** What a comparison will find. */
  hiddenKiB = 0;
  isConnected = true;
  /** Said by every dry run besides what really differs. */
  surprise = '';
  private readonly staged = new Map<string, string>();

  protected override readings(node: string) {
    const peer = node === 'node1' ? 'node2' : 'node1';
    const role = this.places.hafs === node ? 'Primary' : 'Secondary';
    const link = this.isConnected ? 'Connected:Established:UpToDate' : 'StandAlone:Off:DUnknown';
    const files = { [RES_PATH]: this.res.get(node) ?? '' };
    const mounts = role === 'Primary' ? ['/dev/drbd0 /srv/hafs ext4 348'] : [];
    const storage = readStorageFile(
      { groups: [], volumes: [], mounts: ['/dev/vda1 / ext4 4096', ...mounts] },
      files,
      Date.now(),
    );
    const of = <T>(observation: { readonly state: string; readonly value?: T }) => observation.value;
    return {
      ...super.readings(node),
      drbd: () => readDrbd([`hafs ${role} UpToDate@393164 ${peer}:${link}:oos${this.outOfSyncKiB}`]),
      drbdConfig: () => of(storage.config),
      mounts: () => of(storage.mounts),
      units: () => of(storage.units),
    };
  }

  protected override carryOut(node: string, argv: readonly string[], stdin: string): Outcome {
    const [program, ...args] = argv;
    if (program === 'vgs') return exited(0, '{"report":[{"vg":[]}]}');
    if (program === 'lvs') return exited(0, '{"report":[{"lv":[]}]}');
    if (program === 'cat' && args.at(-1) === RES_PATH) return exited(0, this.res.get(node) ?? '');
    if (program === 'drbdadm' && args.includes('--dry-run')) return exited(0, this.dryRun(node, false));
    if (program === 'install') {
      this.staged.set(`${node} ${args.at(-1)}`, stdin);
      return exited(0);
    }
    return super.carryOut(node, argv, stdin);
  }

  protected override inUnit(node: string, unit: string, argv: readonly string[]): Outcome {
    const [program, ...args] = argv;
    if (program === 'sh' && args[2] === 'haven-write') return this.write(node, args.slice(3));
    if (program !== 'drbdadm') return super.inUnit(node, unit, argv);
    if (args.includes('--dry-run')) return exited(0, this.dryRun(node, true));
    this.effects.push(`${node} ${args.join(' ')}`);
    switch (args[0]) {
      case 'adjust':
        this.kernel.set(node, this.res.get(node) ?? '');
        return exited(0);
      case 'verify':
        this.outOfSyncKiB = this.hiddenKiB;
        return exited(0);
      case 'disconnect':
        this.isConnected = false;
        return exited(0);
      case 'connect':
        this.isConnected = true;
        this.outOfSyncKiB = 0;
        return exited(0);
      default:
        throw new Error(`unexpected drbdadm: ${args.join(' ')}`);
    }
  }

  private write(node: string, [path, base, staged, wanted, mode]: readonly string[]): Outcome {
    const now = this.res.get(node) ?? '';
    const text = this.staged.get(`${node} ${staged}`);
    if (path !== RES_PATH) return exited(1, '', 'another file');
    if (mode === 'write' && sha256(now) === wanted) return exited(0);
    if (sha256(now) !== base) return exited(75, '', `${path}: changed`);
    if (text === undefined || sha256(text) !== wanted) return exited(74, '', 'not staged');
    if (!parseResFile(text).ok) return exited(76, '', 'syntax');
    if (mode === 'write') {
      this.res.set(node, text);
      this.effects.push(`${node} write`);
    }
    return exited(0);
  }

  private dryRun(node: string, isInUnit: boolean): string {
    const options = (text: string) => {
      const parsed = parseResFile(text);
      return JSON.stringify(parsed.ok ? resResources(parsed.value)[0]?.options : text);
    };
    const differs = options(this.res.get(node) ?? '') !== options(this.kernel.get(node) ?? '');
    const call = differs ? 'drbdsetup-84 disk-options 0 --c-max-rate=8192k\n' : '';
    return `${call}${isInUnit ? this.surprise : ''}`;
  }
}
