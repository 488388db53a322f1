#!/usr/bin/env node
// `npm run demo` on a fresh machine: npm packages first, then everything else (scripts/demo.ts) in this process.
import { generateMissingClient } from './generate.mjs';
import { ensurePackages } from './install.mjs';

process.env.NODE_ENV = 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
process.env.HAVEN_PRACTICE = '1';
process.env.LOG_LEVEL ??= 'warn';

ensurePackages();
generateMissingClient();
const { register } = await import('tsx/esm/api');
register();
await import('./demo.ts');
