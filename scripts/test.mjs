#!/usr/bin/env node
// `npm test` and `npm run check` (--quick): npm packages first, then scripts/test-all.ts in this process.
import { generateMissingClient } from './generate.mjs';
import { ensurePackages } from './install.mjs';

ensurePackages();
generateMissingClient();
const { register } = await import('tsx/esm/api');
register();
await import('./test-all.ts');
