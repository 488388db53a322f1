import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { tsconfigPaths: true, alias: { '@': import.meta.dirname } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,components,app,e2e,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.server.test.ts', 'node_modules/**', 'scripts/boundaries.test.ts'],
          // Property tests of every parser share two cores with whatever else runs: slow there, not hung.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'boundaries', include: ['scripts/boundaries.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{server,lib,e2e}/**/*.server.test.ts', 'server/**/*.test.ts'],
          globalSetup: ['server/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
