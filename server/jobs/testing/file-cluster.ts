/**
 * A cluster whose Pacemaker is the real tools working on a file: configuration, verifier, simulator and status are
 * Pacemaker's own, everything else is given. For recording scenarios; needs Debian's pacemaker packages.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Outcome } from '@/lib/base/command';
import { known, type Observation } from '@/lib/base/observation';
import type { DirectoryCluster, LiveState, NodeLink } from '@/lib/live/protocol';
import type { NodeReadings, ReadingName } from '@/lib/live/readings';
import { parseCib } from '@/lib/pacemaker/cib';
import { crmMonProbe } from '@/lib/pacemaker/probes';
import type { ClusterAccess } from '../../access';

/** Readings that no Pacemaker tool gives, by node; a function may also spoil one that a tool does give. */
export interface Given {
  readonly directory: DirectoryCluster;
  readonly now: number;
  readonly controllerState: string;
  readonly reading: (node: string, name: ReadingName) => Observation<unknown> | undefined;
}

export class FileCluster implements ClusterAccess {
  private readonly folder = mkdtempSync(join(tmpdir(), 'haven-file-cluster-'));
  private readonly file = join(this.folder, 'cib.xml');

  constructor(
    cibXml: string,
    private readonly given: Given,
  ) {
    writeFileSync(this.file, cibXml);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  directory(clusterId: string): DirectoryCluster | undefined {
    return clusterId === this.given.directory.id ? this.given.directory : undefined;
  }

  state(): LiveState {
    const links: Record<string, NodeLink> = {};
    for (const node of this.given.directory.nodes) links[node.id] = { state: 'live', since: 0, streams: {} };
    return { epoch: 'file', revision: 0, clusters: {}, links, items: {}, events: [] };
  }

  async run(_clusterId: string, _node: string, command: Command): Promise<Outcome> {
    const [program, ...args] = command.argv;
    if (program === 'crmadmin')
      return exited(0, `Controller on x in state ${this.given.controllerState}: ok\n`);
    const moved = args.map((word) =>
      word.replaceAll('/run/haven-simulation-', join(this.folder, 'haven-simulation-')),
    );
    return this.local(program, moved, command.stdin);
  }

  async read<K extends ReadingName>(
    _clusterId: string,
    node: string,
    name: K,
  ): Promise<Observation<NodeReadings[K]>> {
    const given = this.given.reading(node, name);
    if (given) return given as Observation<NodeReadings[K]>;
    const reading = name === 'cib' ? this.readCib() : await this.readStatus();
    return known(reading as NodeReadings[K], this.given.now);
  }

  private readCib(): NodeReadings['cib'] {
    const parsed = parseCib(readFileSync(this.file, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.error.what);
    return parsed.value;
  }

  private async readStatus(): Promise<NodeReadings['pacemaker']> {
    const [program, ...args] = crmMonProbe.command.argv;
    const outcome = await this.local(program, args);
    const parsed = crmMonProbe.parse(outcome.kind === 'exited' ? outcome.stdout : '');
    if (!parsed.ok) throw new Error(`crm_mon: ${parsed.error.what}`);
    return parsed.value;
  }

  private local(program: string, args: readonly string[], stdin?: string): Promise<Outcome> {
    const env = { ...process.env, CIB_file: this.file, LC_ALL: 'C', TZ: 'UTC' };
    return new Promise((resolve) => {
      const child = execFile(program, args, { env, maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) => {
        const code = error && typeof error.code === 'number' ? error.code : error ? 127 : 0;
        resolve(exited(code, stdout, stderr));
      });
      // A tool that reads no input has closed it already.
      child.stdin?.on('error', () => undefined).end(stdin ?? '');
    });
  }
}

const exited = (exitCode: number, stdout: string, stderr = ''): Outcome => ({
  kind: 'exited',
  exitCode,
  stdout,
  stderr,
  truncated: false,
  durationMs: 1,
});
