import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);

it('the WebAssembly schema engine is of the commit that the Prisma CLI expects', () => {
  const wasm = join(dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')), 'package.json');
  const { version } = JSON.parse(readFileSync(wasm, 'utf8')) as { version: string };
  const engines = require('@prisma/engines-version/package.json') as { version: string };
  expect(version).toBe(engines.version);
});
