import pino, { type Logger, type LoggerOptions } from 'pino';
import { withSignsShown } from '@/lib/base/plain-text';

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

/**
 * Log lines are JSON on standard output. JSON escapes line breaks and the first control characters by itself; what is
 * left that a terminal would obey (a node can send it) is written out too.
 */
export function createLog(level: string, output: { write(line: string): void } = process.stdout): Log {
  const options: LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: errorText, error: errorText },
  };
  return pino(options, { write: (line) => output.write(withSignsShown(line)) });
}

/**
 * Only the message, without the password of a connection string. A pg error carries its whole client, and an SSH
 * error may carry its configuration: neither object may reach the log.
 */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/(postgres(?:ql)?:\/\/[^:/\s]*:)[^@\s]*@/g, '$1[redacted]@');
}
