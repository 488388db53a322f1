/**
 * The server as few files, what answers pages and what is loaded after it: Node then reads some instead of some five
 * hundred, each to be found and translated first, which is most of the time a start takes. Packages stay where they are.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** A file that asks where it is gets the place of its source, not of the bundle. */
const ownPlaces: Plugin = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
      loader: path.endsWith('x') ? 'tsx' : 'ts',
    }));
  },
};

const COMMON = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'error',
  plugins: [ownPlaces],
} satisfies BuildOptions;

/** @param outdir gets `haven-start.mjs`, `haven-server.mjs` and the pieces they load */
export async function bundleServer(outdir: string): Promise<void> {
  await build({
    ...COMMON,
    entryPoints: {
      'haven-start': join(ROOT, 'scripts/start.ts'),
      'haven-server': join(ROOT, 'server/main.ts'),
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'haven-[name]-[hash]',
    splitting: true,
  });
}

/** One program in one file. @param entry path from the root */
export async function bundleFile(entry: string, outfile: string): Promise<void> {
  await build({ ...COMMON, entryPoints: [join(ROOT, entry)], outfile });
}
