#!/usr/bin/env node
/**
 * Prisma's schema engine without its native binary: speaks the binary's JSON-RPC over stdio on top of the
 * official WebAssembly build (`@prisma/schema-engine-wasm`, same engine commit) and `@prisma/adapter-pg`.
 *
 * Why: the Prisma CLI downloads the native engine from a host that closed networks do not reach. The CLI is told
 * to run this file instead by `PRISMA_SCHEMA_ENGINE_BINARY`, which `prisma.config.ts` sets.
 * Left out: typedSql (`introspectSql`) and anything but PostgreSQL.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
  },
});

/** The engine's code for "look into the data field", checked by nobody but part of the protocol. */
const RPC_ERROR = 4466;
const RPC_METHOD_NOT_FOUND = -32601;
/** `"char"`, one byte, of the system catalogs; the adapter does not know it. */
const CHAR_OID = 18;
const TEXT_OID = 25;

class EngineError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// --- connection -----------------------------------------------------------------------------------------------

function datasourceUrl() {
  const { url } = JSON.parse(flags.datasource ?? '{}');
  if (!url) throw new EngineError('P1012', 'No database URL: set DATABASE_URL.');
  return url;
}

/** Fields instead of a connection string: with a string, pg ignores the other database name of a shadow database. */
function connectionFields(url) {
  const { host, port, user, password, database, ssl } = new pg.Client(url);
  const schema = new URL(url).searchParams.get('schema') ?? 'public';
  return { schema, config: { host, port, user, password, database, ssl } };
}

/** Says "character" of catalog columns, and sends a script whole: the adapter's own way splits on every `;`. */
function mend(adapter) {
  const base = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  if (!base.mended) {
    const original = base.queryRaw;
    base.mended = true;
    base.queryRaw = async function queryRaw(query) {
      let characters = [];
      const view = Object.create(this, {
        performIO: {
          value: async (io) => {
            const result = await this.performIO(io);
            characters = result.fields.flatMap((field, index) =>
              field.dataTypeID === CHAR_OID ? [index] : [],
            );
            for (const index of characters) result.fields[index].dataTypeID = TEXT_OID;
            return result;
          },
        },
      });
      const result = await original.call(view, query);
      for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
  }
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/** One connection only: the engine's advisory lock belongs to a session, and a pool would hand out another one. */
function adapterFactory(url) {
  const { schema, config } = connectionFields(url);
  const connect = async (database) =>
    mend(await new PrismaPg({ ...config, database, max: 1 }, { schema }).connect());
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(config.database),
    connectToShadowDb: async () => {
      const name = `haven_shadow_${globalThis.crypto.randomUUID().replaceAll('-', '')}`;
      await onMaintenanceDatabase(config, `CREATE DATABASE "${name}"`);
      const adapter = await connect(name);
      const dispose = adapter.dispose.bind(adapter);
      adapter.dispose = async () => {
        await dispose();
        await onMaintenanceDatabase(config, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      };
      return adapter;
    },
  };
}

async function onMaintenanceDatabase(config, statement) {
  const client = new pg.Client({ ...config, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A pg or socket error in Prisma's words and codes. */
function connectionError(error, { host, port, database }) {
  const message = error instanceof Error ? error.message : String(error);
  if (error.code === '3D000') return new EngineError('P1003', `Database \`${database}\` does not exist`);
  if (error.code === '28P01' || error.code === '28000') {
    return new EngineError(
      'P1000',
      'Authentication failed against the database server: check the credentials',
    );
  }
  if (error.code === '42P04') return new EngineError('P1009', `Database \`${database}\` already exists`);
  if (typeof error.syscall === 'string' || error.errors) {
    return new EngineError('P1001', `Can't reach database server at \`${host}:${port}\``);
  }
  return new EngineError('P1010', message);
}

async function canConnect(url) {
  const { config } = connectionFields(url);
  const client = new pg.Client(config);
  try {
    await client.connect();
  } catch (error) {
    throw connectionError(error, config);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(url) {
  const { config } = connectionFields(url);
  try {
    await onMaintenanceDatabase(config, `CREATE DATABASE "${config.database.replaceAll('"', '""')}"`);
  } catch (error) {
    throw connectionError(error, config);
  }
  return { databaseName: config.database };
}

// --- the engine -----------------------------------------------------------------------------------------------

async function loadWasm() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm'));
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** Without it a Rust panic shows as "Cannot read properties of undefined". */
const panics = { message: '', set_message: (message) => (panics.message = message) };
globalThis.PRISMA_WASM_PANIC_REGISTRY = panics;

let starting;
let factory;
function engine() {
  starting ??= (async () => {
    const wasm = await loadWasm();
    factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(datasourceUrl()));
    const paths = flags.datamodels ?? [];
    const datamodels = await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')]));
    return wasm.SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => {},
      factory,
    );
  })();
  return starting;
}

let printId = 0;
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

const OWN_METHODS = {
  createDatabase: ({ datasource }) => createDatabase(datasource?.url ?? datasourceUrl()),
  getDatabaseVersion: async () => (await engine()).version(),
  ensureConnectionValidity: async (params) => {
    await canConnect(params?.datasource?.url ?? datasourceUrl());
    return {};
  },
  diff: async (params) => {
    const { stdout, ...result } = await (await engine()).diff(params);
    if (stdout) send({ id: ++printId, method: 'print', params: { content: stdout } });
    return { ...result, stdout: null };
  },
};
const ENGINE_METHODS = new Set([
  ...['applyMigrations', 'createMigration', 'dbExecute', 'debugPanic', 'devDiagnostic', 'evaluateDataLoss'],
  ...[
    'diagnoseMigrationHistory',
    'introspect',
    'markMigrationApplied',
    'markMigrationRolledBack',
    'reset',
    'schemaPush',
  ],
]);

async function call(method, params) {
  if (Object.hasOwn(OWN_METHODS, method)) return OWN_METHODS[method](params ?? {});
  return (await engine())[method](params);
}

/** An error as the native engine reports it. */
function errorData(error) {
  if (panics.message || error instanceof WebAssembly.RuntimeError) {
    return { is_panic: true, message: panics.message || error.message, backtrace: error.stack };
  }
  const cause = error instanceof DriverAdapterError ? error.cause : undefined;
  const message = cause?.message ?? error?.message ?? String(error);
  return { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta ?? null };
}

async function answer(line) {
  const { id, method, params } = JSON.parse(line);
  if (typeof method !== 'string') return; // the CLI acknowledges what we printed
  if (!ENGINE_METHODS.has(method) && !Object.hasOwn(OWN_METHODS, method)) {
    send({ id, error: { code: RPC_METHOD_NOT_FOUND, message: `Method not found: ${method}` } });
    return;
  }
  try {
    send({ id, result: (await call(method, params)) ?? null });
  } catch (error) {
    const data = errorData(error);
    send({
      id,
      error: { code: RPC_ERROR, message: 'An error happened. Check the data field for details.', data },
    });
  }
}

/** `… --datasource {"url":…} cli can-connect-to-database | create-database`: logs JSON lines to stderr. */
async function cli(name) {
  const log = (level, fields) =>
    process.stderr.write(`${JSON.stringify({ level, fields, target: 'schema_engine::logger' })}\n`);
  log('INFO', { message: 'Starting schema engine' }); // the CLI drops the first line
  try {
    if (name === 'can-connect-to-database') await canConnect(datasourceUrl());
    else if (name === 'create-database') await createDatabase(datasourceUrl());
    else throw new EngineError('P1012', `Unknown command ${name}`);
  } catch (error) {
    log('ERROR', { is_panic: false, error_code: error.code ?? '', message: error.message });
    process.exitCode = 1;
  }
}

if (positionals[0] === 'cli') {
  await cli(positionals[1]);
} else {
  // One after the other: the CLI's calls depend on each other, and there is one connection.
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') await answer(line);
  }
  process.exit(0);
}
