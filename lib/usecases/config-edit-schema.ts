/** Edits of haproxy.cfg as a page may ask for them. Shape and length only: values are judged where lines are made. */
import { z } from 'zod';

const name = z.string().min(1).max(128);
const word = z.string().min(1).max(1024);
const words = z.array(word).min(1).max(64).readonly();
const number = z.number().int().min(0).max(65_535);
const switched = z.boolean().optional();
const time = z.string().min(1).max(20);

const place = z.object({ kind: name, name: name.optional() });
const proxyPlace = z.object({ kind: z.enum(['frontend', 'backend', 'listen']), name });
const entrance = z.object({ kind: z.enum(['frontend', 'listen']), name });
const mode = z.enum(['http', 'tcp']);
const verify = z.enum(['none', 'required']);

const server = z.object({
  name,
  address: word,
  port: number.optional(),
  check: switched,
  inter: time.optional(),
  fall: number.optional(),
  rise: number.optional(),
  backup: switched,
  weight: number.optional(),
  ssl: switched,
  verify: verify.optional(),
  extra: words.optional(),
});
const serverChange = z.object({
  address: word.optional(),
  port: number.optional(),
  check: switched,
  backup: switched,
  ssl: switched,
  inter: time.nullable().optional(),
  fall: number.nullable().optional(),
  rise: number.nullable().optional(),
  weight: number.nullable().optional(),
  verify: verify.nullable().optional(),
});
const bind = z.object({
  address: word,
  port: number,
  certificate: word.optional(),
  transparent: switched,
  extra: words.optional(),
});

const check = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp') }),
  z.object({
    kind: z.literal('http'),
    method: name.optional(),
    path: word.optional(),
    host: word.optional(),
    expect: z.object({ match: z.enum(['status', 'rstatus', 'string', 'rstring']), value: word }).optional(),
  }),
  z.object({ kind: z.literal('mysql'), user: name.optional() }),
  z.object({ kind: z.literal('pgsql'), user: name }),
  z.object({ kind: z.enum(['redis', 'ldap', 'tls-hello']) }),
]);
const timeoutName = z.enum([
  'connect',
  'client',
  'server',
  'check',
  'http-request',
  'http-keep-alive',
  'queue',
  'tunnel',
]);

const proxy = z.object({
  kind: z.enum(['frontend', 'backend', 'listen']),
  name,
  mode: mode.optional(),
  binds: z.array(bind).max(32).readonly().optional(),
  defaultBackend: name.optional(),
  balance: words.optional(),
  check: check.optional(),
  timeouts: z.partialRecord(timeoutName, time).optional(),
  servers: z.array(server).max(64).readonly().optional(),
  extra: z.array(words).max(200).readonly().optional(),
});
const proxyChange = z.object({
  mode: mode.nullable().optional(),
  defaultBackend: name.nullable().optional(),
  balance: words.nullable().optional(),
  check: check.nullable().optional(),
  timeouts: z.partialRecord(timeoutName, time.nullable()).optional(),
});

export const configEdit = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add-proxy'), proxy, after: place.optional() }),
  z.object({ do: z.literal('edit-proxy'), place: proxyPlace, change: proxyChange }),
  z.object({ do: z.literal('remove-proxy'), place: proxyPlace }),
  z.object({ do: z.literal('rename-proxy'), place: proxyPlace, to: name }),
  z.object({ do: z.literal('add-bind'), place: entrance, bind }),
  z.object({ do: z.literal('remove-bind'), place: entrance, bind: bind.pick({ address: true, port: true }) }),
  z.object({ do: z.literal('add-server'), place, server }),
  z.object({ do: z.literal('change-server'), place, server: name, change: serverChange }),
  z.object({ do: z.literal('remove-server'), place, server: name }),
  z.object({ do: z.literal('rename-server'), place, server: name, to: name }),
  z.object({
    do: z.literal('set-directive'),
    place,
    key: words,
    values: z.array(word).max(64).readonly().nullable(),
  }),
  z.object({ do: z.literal('add-directive'), place, words }),
  z.object({ do: z.literal('remove-directive'), place, words }),
  z.object({
    do: z.literal('shape-service'),
    place,
    shape: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('active-active') }),
      z.object({ kind: z.literal('active-standby'), primary: name }),
    ]),
  }),
  z.object({
    do: z.literal('register-node'),
    place,
    node: z.object({ name, address: word, port: number.optional() }),
  }),
  z.object({ do: z.literal('retire-node'), place, server: name, way: z.enum(['remove', 'disable']) }),
  z.object({ do: z.literal('restore-node'), place, server: name }),
]);
