/**
 * Builds the node image (kernel, initial RAM disk, root file system) from Debian packages, once per recipe.
 * The finished image appears in one rename; a build that was interrupted is thrown away and repeated.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readHostApt } from './apt-sources.ts';
import type { GeneratedFile } from './generated-file.ts';
import type { LabPaths } from './paths.ts';
import { hashOf, type ImageRecipe, imageRecipe, type LabKind } from './recipe.ts';
import { LabError, runOrThrow } from './run.ts';
import { sizes } from './settings.ts';

export interface NodeImage {
  readonly hash: string;
  readonly root: string;
  readonly kernel: string;
  readonly initrd: string;
}

export function imageFor(paths: LabPaths, kind: LabKind): NodeImage {
  const hash = hashOf(imageRecipe(kind));
  const dir = join(paths.images, hash);
  return { hash, root: join(dir, 'root.img'), kernel: join(dir, 'vmlinuz'), initrd: join(dir, 'initrd.img') };
}

export function imageExists(image: NodeImage): boolean {
  return [image.root, image.kernel, image.initrd].every((file) => existsSync(file));
}

/** Returns at once when the image of this recipe is there already. `say` gets a line per visible stage. */
export async function ensureImage(
  paths: LabPaths,
  kind: LabKind,
  say: (line: string) => void,
): Promise<NodeImage> {
  const image = imageFor(paths, kind);
  if (imageExists(image)) return image;
  if (process.getuid?.() !== 0) {
    throw new LabError(
      'Building the node image needs root.',
      'Run the same command as root once; later starts need no root.',
    );
  }
  const recipe = imageRecipe(kind);
  const building = join(paths.images, `${image.hash}.${process.pid}.building`);
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  try {
    const tree = join(building, 'tree');
    await bootstrap(recipe, building, tree, say, paths.log);
    say('writing the disk image');
    await packTree(building, tree, paths.log);
    rmSync(tree, { recursive: true, force: true });
    rmSync(dirname(image.root), { recursive: true, force: true });
    renameSync(building, dirname(image.root));
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return image;
}

async function bootstrap(
  recipe: ImageRecipe,
  building: string,
  tree: string,
  say: (line: string) => void,
  logFile: string,
): Promise<void> {
  const early = join(building, 'early');
  const files = join(building, 'files');
  writeTree(early, recipe.initramfs);
  writeTree(files, recipe.files);
  const setup = join(building, 'setup.sh');
  writeFileSync(setup, recipe.setup);
  const fetch = join(building, 'fetch.sh');
  if (recipe.fetch !== undefined) writeFileSync(fetch, recipe.fetch);
  const apt = await readHostApt(recipe.suite);
  const argv = [
    'nice',
    '-n',
    '5',
    'mmdebstrap',
    '--variant=minbase',
    '--mode=root',
    '--format=directory',
    '--architectures=amd64',
    `--include=${recipe.layers.flat().join(',')}`,
    '--dpkgopt=force-unsafe-io',
    ...recipe.excludedPaths.map((path) => `--dpkgopt=path-exclude=${path}`),
    ...apt.options.map((option) => `--aptopt=${option}`),
    `--essential-hook=tar -C '${early}' -cf - . | tar -C "$1" --no-same-owner -xf -`,
    `--customize-hook=tar -C '${files}' -cf - . | tar -C "$1" --no-same-owner -xf -`,
    // A package source of the image's own is listed by its setup, and the list is part of the image.
    ...(recipe.fetch === undefined
      ? []
      : [`--customize-hook=sh '${fetch}' "$1"`, '--skip=cleanup/apt/lists']),
    `--customize-hook=chroot "$1" sh < '${setup}'`,
    recipe.suite,
    tree,
    ...apt.sources,
  ];
  say(`collecting ${recipe.layers.flat().length} Debian packages and what they need`);
  const onLine = (line: string): void => {
    const stage = /^I: (downloading packages|extracting archives|installing .*?|cleaning .*?)\.*$/.exec(
      line.trim(),
    );
    if (stage?.[1]) say(stage[1]);
  };
  await runOrThrow(argv, { timeoutMs: 1_800_000, logFile, onLine });
}

/** The kernel is booted directly by QEMU, so it is taken out of the tree; the rest becomes one ext4 image. */
async function packTree(building: string, tree: string, logFile: string): Promise<void> {
  const limits = { timeoutMs: 600_000, logFile };
  await runOrThrow(['cp', '--dereference', join(tree, 'vmlinuz'), join(building, 'vmlinuz')], limits);
  await runOrThrow(['cp', '--dereference', join(tree, 'initrd.img'), join(building, 'initrd.img')], limits);
  const image = join(building, 'root.img');
  await runOrThrow(['truncate', '-s', `${sizes.rootDiskMiB}M`, image], limits);
  await runOrThrow(
    [
      'nice',
      '-n',
      '5',
      'mkfs.ext4',
      '-q',
      '-F',
      '-L',
      'haven-root',
      '-E',
      'lazy_itable_init=0,lazy_journal_init=0',
      '-N',
      '131072',
      '-d',
      tree,
      image,
    ],
    limits,
  );
  if (statSync(image).size === 0) throw new LabError('The disk image came out empty.');
}

/** Lays generated files out below `root` as they will lie in a node. */
export function writeTree(root: string, files: readonly GeneratedFile[]): void {
  for (const file of files) {
    const path = join(root, file.path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    writeFileSync(path, file.content);
    chmodSync(path, file.mode);
  }
}
