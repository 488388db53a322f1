/**
 * Brings the practice cluster up: from nothing (packages, image, boot, formation, snapshot) or from the
 * snapshot of an earlier formation. Can be interrupted and run again at any point.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { type Accelerator, chooseAccelerator } from './accelerator.ts';
import { cibConfiguration } from './cib.ts';
import {
  type Formation,
  loadConfiguration,
  makeHafs,
  waitBooted,
  waitMembership,
  waitStarted,
} from './form.ts';
import { look, waitHealthy } from './health.ts';
import { ensureImage, imageExists, imageFor, type NodeImage } from './image.ts';
import { ensureInstance, ensureKeys, type LabInstance } from './instance.ts';
import { labInfo, writeLabInfo } from './lab-file.ts';
import type { LabInfo } from './lab-info.ts';
import { withLock } from './lock.ts';
import {
  createDisks,
  isPoweredOn,
  type MachineInput,
  powerOff,
  powerOn,
  qemuArgv,
  writePowerScripts,
} from './machine.ts';
import { ensurePackages } from './packages.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { ensurePowerController } from './power-controller.ts';
import { Progress, type StepPlan } from './progress.ts';
import { hashOf, type LabKind } from './recipe.ts';
import { LabError, readJson, writeAtomic } from './run.ts';
import { writeSeed } from './seed.ts';
import { maximumNodes, type NodeSpec, nodeSpecs } from './settings.ts';
import { formedSnapshot, hasSnapshot, saveSnapshot, setClocks, startFromSnapshot } from './snapshot.ts';
import { LabShells } from './ssh.ts';
import { askSwitch, ensureSwitch } from './switch-client.ts';

export interface UpOptions {
  readonly nodes: number;
  /** Throws the saved cluster away and forms a new one. */
  readonly fresh: boolean;
  readonly kind: LabKind;
}

const preparation: readonly StepPlan[] = [
  {
    id: 'packages',
    phase: 'packages',
    label: { en: 'Programs this machine needs', ko: '이 컴퓨터에 필요한 프로그램' },
  },
  {
    id: 'image',
    phase: 'image',
    label: { en: 'Node image from Debian packages', ko: '데비안 패키지로 노드 이미지 만들기' },
  },
  { id: 'prepare', phase: 'boot', label: { en: 'Switch and power controllers', ko: '스위치와 전원 제어기' } },
];
const formation: readonly StepPlan[] = [
  { id: 'boot', phase: 'boot', label: { en: 'Boot the nodes', ko: '노드 부팅' } },
  { id: 'hafs', phase: 'form', label: { en: 'Mirrored disk and HAFS', ko: '디스크 복제와 HAFS' } },
  { id: 'members', phase: 'form', label: { en: 'Cluster membership', ko: '클러스터 구성원' } },
  { id: 'services', phase: 'form', label: { en: 'Fencing, VIPs and services', ko: '펜싱, VIP, 서비스' } },
  { id: 'save', phase: 'form', label: { en: 'Save the formed cluster', ko: '구성된 클러스터 저장' } },
];
/** Nodes without a cluster: that is for Haven to build. */
const booting: readonly StepPlan[] = formation.filter(({ id }) => id === 'boot' || id === 'save');
const restoration: readonly StepPlan[] = [
  { id: 'restore', phase: 'restore', label: { en: 'Wake the saved cluster', ko: '저장된 클러스터 깨우기' } },
  { id: 'healthy', phase: 'restore', label: { en: 'Everything running', ko: '모두 실행 중' } },
];

interface Formed {
  readonly key: string;
  readonly nodes: number;
}

/** How many nodes the saved cluster has; undefined when there is none. */
export function savedNodes(paths: LabPaths): number | undefined {
  return readJson<Formed>(paths.formed)?.nodes;
}

export async function up(paths: LabPaths, options: UpOptions): Promise<LabInfo> {
  if (options.nodes < 2 || options.nodes > maximumNodes) {
    throw new LabError(`${options.nodes} nodes are not possible.`, `Choose 2 to ${maximumNodes}.`);
  }
  mkdirSync(paths.lab, { recursive: true });
  mkdirSync(paths.sockets, { recursive: true, mode: 0o700 });
  return withLock(paths, 'up', async () => {
    const isSaved =
      !options.fresh && savedNodes(paths) === options.nodes && imageExists(imageFor(paths, options.kind));
    const progress = new Progress(paths, [...preparation, ...(isSaved ? restoration : firstSteps(options))]);
    try {
      const info = await bringUp(paths, options, progress, isSaved);
      progress.ready();
      return info;
    } catch (error) {
      progress.failed(error);
      throw error;
    }
  });
}

const firstSteps = ({ kind }: UpOptions): readonly StepPlan[] => (kind === 'bare' ? booting : formation);

interface Prepared {
  readonly nodes: readonly NodeSpec[];
  readonly instance: LabInstance;
  readonly accelerator: Accelerator;
  readonly info: LabInfo;
  readonly machines: readonly MachineInput[];
  /** Of everything the saved cluster was made from. */
  readonly key: string;
}

async function bringUp(
  paths: LabPaths,
  options: UpOptions,
  progress: Progress,
  isSaved: boolean,
): Promise<LabInfo> {
  await progress.step('packages', (say) => ensurePackages(say, paths.log));
  const image = await progress.step('image', (say) => ensureImage(paths, options.kind, say));
  const prepared = await progress.step('prepare', (say) => prepare(paths, options, image, say));
  const fits =
    isSaved && readJson<Formed>(paths.formed)?.key === prepared.key && (await allHave(paths, prepared.nodes));
  if (fits) {
    await wake(paths, prepared.info, progress);
  } else {
    if (isSaved) progress.replan([...preparation, ...firstSteps(options)]);
    await form(paths, prepared, progress);
  }
  return prepared.info;
}

async function allHave(paths: LabPaths, nodes: readonly NodeSpec[]): Promise<boolean> {
  const found = await Promise.all(nodes.map(({ name }) => hasSnapshot(paths, name, formedSnapshot)));
  return found.every(Boolean);
}

async function prepare(
  paths: LabPaths,
  { nodes: count, kind }: UpOptions,
  image: NodeImage,
  say: (line: string) => void,
): Promise<Prepared> {
  const nodes = nodeSpecs(count);
  const instance = await ensureInstance(paths);
  await ensureKeys(paths);
  const accelerator = await chooseAccelerator(paths, image, say);
  const machines = nodes.map((node) => ({ paths, node, image, instance, accelerator }));
  const seeds: string[] = [];
  for (const machine of machines) {
    mkdirSync(nodePaths(paths, machine.node.name).dir, { recursive: true });
    seeds.push(await writeSeed(paths, instance, machine.node, nodes, kind));
    writePowerScripts(machine);
  }
  // A third node of an earlier start has no place in this cluster.
  for (const { name } of nodeSpecs(maximumNodes).slice(count)) await powerOff(paths, name);
  await ensureSwitch(paths, instance);
  for (const node of nodes) await ensurePowerController(paths, instance, node);
  const info = labInfo(paths, instance, nodes, accelerator, kind);
  writeLabInfo(paths, info);
  const configuration = kind === 'bare' ? '' : cibConfiguration({ nodes, powerPorts: instance.powerPorts });
  const key = hashOf([image.hash, seeds, configuration, machines.map(qemuArgv)]);
  return { nodes, instance, accelerator, info, machines, key };
}

/** A cluster that runs and is whole is left alone; anything else is put back to where it was saved. */
async function wake(paths: LabPaths, info: LabInfo, progress: Progress): Promise<void> {
  const shells = new LabShells(info);
  try {
    await progress.step('restore', async (say) => {
      const isRunning = info.nodes.every(({ name }) => isPoweredOn(paths, name));
      if (isRunning && (await look(shells, info)).length === 0) {
        say('it is running already');
        await setClocks(info, say);
        return;
      }
      shells.close();
      await askSwitch(paths, { op: 'heal-all' });
      await startFromSnapshot(paths, info, formedSnapshot, say);
    });
    await progress.step('healthy', (say) => waitHealthy(shells, info, { timeoutMs: 240_000, say }));
  } finally {
    shells.close();
  }
}

async function form(paths: LabPaths, prepared: Prepared, progress: Progress): Promise<void> {
  const { info, nodes, instance, machines, key } = prepared;
  rmSync(paths.formed, { force: true });
  const shells = new LabShells(info);
  const formed: Formation = { shells, info, nodes, instance };
  try {
    await progress.step('boot', async (say) => {
      await askSwitch(paths, { op: 'heal-all' });
      await Promise.all(nodes.map(({ name }) => powerOff(paths, name)));
      for (const machine of machines) await createDisks(machine);
      await Promise.all(nodes.map(({ name }) => powerOn(paths, name)));
      await waitBooted(formed, say);
    });
    if (info.kind !== 'bare') {
      await progress.step('hafs', (say) => makeHafs(formed, say));
      await progress.step('members', (say) => waitMembership(formed, say));
      await progress.step('services', async (say) => {
        await loadConfiguration(formed, say);
        await waitStarted(formed, say);
      });
    }
    await progress.step('save', async (say) => {
      await saveSnapshot(
        paths,
        nodes.map(({ name }) => name),
        formedSnapshot,
      );
      writeAtomic(paths.formed, `${JSON.stringify({ key, nodes: nodes.length } satisfies Formed)}\n`);
      await setClocks(info, say);
      await waitHealthy(shells, info, { timeoutMs: 120_000, say });
    });
  } finally {
    shells.close();
  }
}
