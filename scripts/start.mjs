#!/usr/bin/env node
// `npm start` and `npm run dev`: npm packages first, then a build where there is none of today's sources, then
// scripts/start.ts in this process: as it was built, or with --dev from source.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { generateMissingClient } from './generate.mjs';
import { ensurePackages } from './install.mjs';
import { distDir, isBuildCurrent } from './sources.mjs';

const isDevelopment = process.argv.includes('--dev');
process.env.NODE_ENV = isDevelopment ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

ensurePackages();
generateMissingClient();
if (isDevelopment) await fromSource(() => import('./start.ts'));
else {
  if (!isBuildCurrent()) {
    const { buildIfChanged } = await fromSource(() => import('./build.ts'));
    await buildIfChanged((text) => process.stderr.write(text));
  }
  // Without a translator in between: it would look at every file of every package.
  await import(pathToFileURL(join(distDir(), 'haven-start.mjs')).href);
}

async function fromSource(load) {
  const { register } = await import('tsx/esm/api');
  const unregister = register();
  const loaded = await load();
  if (!isDevelopment) await unregister();
  return loaded;
}
