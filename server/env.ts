import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';

/** Everything the server takes from its environment, checked once at start. */
const flag = z
  .enum(['0', '1', 'false', 'true', ''])
  .optional()
  .transform((value) => value === '1' || value === 'true');

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  /** The address people use, e.g. https://haven.example.ac.kr. Then no other origin may change anything. */
  HAVEN_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Set only behind one's own reverse proxy: believe its X-Forwarded-For and X-Forwarded-Proto. */
  HAVEN_TRUST_PROXY: flag,
  /** Offer the practice cluster; `npm run demo` sets it. */
  HAVEN_PRACTICE: flag,
  HAVEN_LAB_DIR: z.string().min(1).optional(),
  /** An empty or relative one is to be ignored (XDG Base Directory Specification). */
  XDG_CACHE_HOME: z
    .string()
    .optional()
    .transform((path) => (path && isAbsolute(path) ? path : undefined)),
  HAVEN_DIST_DIR: z.string().min(1).default('.next'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface Env {
  readonly isDevelopment: boolean;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Scheme, host and port only. */
  readonly publicOrigin?: string;
  readonly trustProxy: boolean;
  readonly practice: boolean;
  readonly labDir: string;
  readonly distDir: string;
  readonly logLevel: string;
}

/** Throws with one line per wrong variable; values are never repeated, they may be secrets. */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const result = schema.safeParse(source);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`the environment is not right:\n${lines.join('\n')}`);
  }
  const value = result.data;
  return {
    isDevelopment: value.NODE_ENV === 'development',
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL,
    publicOrigin: value.HAVEN_PUBLIC_URL === undefined ? undefined : new URL(value.HAVEN_PUBLIC_URL).origin,
    trustProxy: value.HAVEN_TRUST_PROXY,
    practice: value.HAVEN_PRACTICE,
    // The same place as e2e/lab/paths.ts computes; the server may not import from e2e.
    labDir: value.HAVEN_LAB_DIR ?? join(value.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'haven', 'lab'),
    distDir: value.HAVEN_DIST_DIR,
    logLevel: value.LOG_LEVEL,
  };
}
