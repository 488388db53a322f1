#!/usr/bin/env node
import { generateMissingClient } from './generate.mjs';
// `npm start` and `npm run dev`: npm packages first, then scripts/start.ts in this process.
import { ensurePackages } from './install.mjs';

const isDevelopment = process.argv.includes('--dev');
process.env.NODE_ENV = isDevelopment ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

ensurePackages();
generateMissingClient();
const { register } = await import('tsx/esm/api');
register();
await import('./start.ts');
