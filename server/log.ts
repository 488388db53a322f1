import pino, { type Logger } from 'pino';

export type Log = Logger;

/** Fields that may hold secrets, wherever a caller put them one or two levels deep. */
const SECRET_FIELDS = [
  'password',
  'privateKey',
  'secret',
  'token',
  'cookie',
  'authorization',
  'passphrase',
  'secretsBox',
  'privateKeyBox',
];

/** Log lines are JSON on standard output. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: errorText, error: errorText },
  });
}

/**
 * Only the message, without the password of a connection string. A pg error carries its whole client, and an SSH
 * error may carry its configuration: neither object may reach the log.
 */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/(postgres(?:ql)?:\/\/[^:/\s]*:)[^@\s]*@/g, '$1[redacted]@');
}
