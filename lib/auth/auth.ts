import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { admin } from 'better-auth/plugins';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, userAc } from 'better-auth/plugins/admin/access';
import { recordAudit } from '@/lib/data/audit';
import { database } from '@/lib/data/client';
import { notify } from '@/lib/data/notify';
import { deriveKey } from '@/lib/data/secret-box';
import { MIN_PASSWORD_LENGTH } from './password-rule';

/**
 * Sessions and passwords. Accounts are made and changed by `lib/usecases/users`, in one transaction with their audit
 * entry; of better-auth's own endpoints only those in `HTTP_ENDPOINTS` are reachable.
 */
export const HTTP_ENDPOINTS: ReadonlySet<string> = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
]);

/** A session ends after this, whatever happens: long enough for a working week, short enough for a lost laptop. */
const SESSION_SECONDS = 5 * 24 * 3600;

const accessControl = createAccessControl(defaultStatements);

function createAuth() {
  const publicUrl = process.env.HAVEN_PUBLIC_URL;
  return betterAuth({
    appName: 'Haven',
    baseURL: publicUrl ?? `http://localhost:${process.env.PORT ?? 3000}`,
    secret: deriveKey('sessions').toString('base64url'),
    telemetry: { enabled: false },
    database: prismaAdapter(database(), { provider: 'postgresql' }),
    // The front door (server/http) has compared the Origin with the Host before; here both are the request's own.
    trustedOrigins: async (request) => [request?.headers.get('origin')],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD_LENGTH },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 300,
      // A person mistypes a few times; a guesser needs thousands.
      customRules: { '/sign-in/email': { window: 60, max: 8 } },
    },
    advanced: {
      cookiePrefix: 'haven',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      // Overwritten by the front door with the address it saw itself.
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
    plugins: [
      admin({
        defaultRole: 'viewer',
        adminRoles: ['administrator'],
        ac: accessControl,
        roles: { administrator: adminAc, operator: userAc, viewer: userAc, faculty: userAc },
      }),
    ],
    hooks: { after: createAuthMiddleware(async (context) => auditFailedSignIn(context)) },
    databaseHooks: {
      session: {
        create: { after: async ({ userId }) => auditSession('sign-in', userId) },
        delete: {
          after: async ({ userId }) => {
            await auditSession('sign-out', userId);
            await notify('user', userId);
          },
        },
      },
    },
    logger: { disabled: process.env.NODE_ENV === 'test', level: 'error' },
  });
}

type Auth = ReturnType<typeof createAuth>;
let instance: Auth | undefined;

/** Made on first use: a build has neither database nor key. */
export function auth(): Auth {
  instance ??= createAuth();
  return instance;
}

async function auditSession(action: 'sign-in' | 'sign-out', userId: string): Promise<void> {
  const user = await database().user.findUnique({
    where: { id: userId },
    select: { id: true, name: true, email: true },
  });
  if (!user) return; // the session went with its user
  await recordAudit({
    actor: user,
    action,
    objectKind: 'user',
    objectId: user.id,
    objectName: user.email,
    phase: 'outcome',
  });
}

type After = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** The rate limit stands before this, so a guesser cannot fill the audit. */
async function auditFailedSignIn(context: After): Promise<void> {
  const { returned } = context.context;
  if (context.path !== '/sign-in/email' || !(returned instanceof APIError)) return;
  const email = String((context.body as { email?: unknown } | undefined)?.email ?? '').slice(0, 200);
  await recordAudit({
    actor: null,
    action: 'sign-in',
    objectKind: 'user',
    objectId: email,
    phase: 'refused',
    detail: { code: returned.body?.code ?? null },
  });
}
