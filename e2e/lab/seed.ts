/** Packs one node's own files into the tar archive that its seed disk carries. */
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeTree } from './image.ts';
import { ensureKeys, type LabInstance } from './instance.ts';
import { bareNodeFiles, nodeFiles } from './node-files.ts';
import { type LabPaths, nodePaths } from './paths.ts';
import { hashOf, type LabKind } from './recipe.ts';
import { runOrThrow } from './run.ts';
import type { NodeSpec } from './settings.ts';

/** A virtio disk is a whole number of these. */
const sectorBytes = 512;

/** Returns a hash of the content, which decides whether a saved cluster still fits. */
export async function writeSeed(
  paths: LabPaths,
  instance: LabInstance,
  node: NodeSpec,
  nodes: readonly NodeSpec[],
  kind: LabKind,
): Promise<string> {
  const keys = await ensureKeys(paths);
  const read = (file: string): string => readFileSync(file, 'utf8');
  const input = {
    node,
    nodes,
    timePort: instance.timePort,
    fencePassword: instance.fencePassword,
    drbdSecret: instance.drbdSecret,
    rootPublicKey: read(`${keys.rootKey}.pub`),
    havenPublicKey: read(`${keys.havenKey}.pub`),
    hostPrivateKey: read(keys.hostKey(node.name)),
    hostPublicKey: read(`${keys.hostKey(node.name)}.pub`),
  };
  const files = kind === 'bare' ? bareNodeFiles(input) : nodeFiles(input);
  const target = nodePaths(paths, node.name);
  const tree = join(target.dir, 'seed');
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  writeTree(tree, files);
  if (kind === 'formed') {
    const authKey = join(tree, 'etc/corosync/authkey');
    writeFileSync(authKey, Buffer.from(instance.corosyncKey, 'base64'));
    chmodSync(authKey, 0o400);
  }
  await packSeed(tree, target.seed);
  rmSync(tree, { recursive: true, force: true });
  return hashOf([files, instance.corosyncKey]);
}

async function packSeed(tree: string, seed: string): Promise<void> {
  const beside = `${seed}.tmp`;
  // No directory entries: unpacking must not change the owner and mode of directories the image has.
  const list = (await runOrThrow(['find', '.', '-type', 'f'], { timeoutMs: 30_000, cwd: tree }))
    .trim()
    .split('\n')
    .sort();
  await runOrThrow(['tar', '--owner=0', '--group=0', '--numeric-owner', '-cf', beside, ...list], {
    timeoutMs: 30_000,
    cwd: tree,
  });
  const size = statSync(beside).size;
  truncateSync(beside, Math.ceil(size / sectorBytes) * sectorBytes);
  renameSync(beside, seed);
}
