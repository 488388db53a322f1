import { defineConfig } from 'prisma/config';

/**
 * The Prisma CLI would download a native schema engine. This points it at our own, which runs the official
 * WebAssembly build (see scripts/schema-engine.mjs); set before anything of the CLI looks for the binary.
 */
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= `${import.meta.dirname}/scripts/schema-engine.mjs`;
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';
process.env.CHECKPOINT_DISABLE ??= '1';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `prisma generate` needs no database, so the URL may be absent there.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
