/** What people type in forms, and the edits that come of it: only what was changed becomes an edit. */
import { optional } from '@/lib/base/optional';
import type { ConfigEdit, ProxyPlace } from './config-edits';
import type { SectionPlace } from './config-place';
import type { NodeServerPlace, RetireWay } from './node-servers';
import {
  type BindDescription,
  type CheckDescription,
  type ProxyDescription,
  type ProxyKind,
  type ServerDescription,
  TIMEOUT_NAMES,
  type TimeoutName,
} from './proxy-description';
import type { ServerChange } from './server-edit';

export interface ServerForm {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly check: boolean;
  readonly inter: string;
  readonly fall: string;
  readonly rise: string;
  readonly weight: string;
  readonly backup: boolean;
}

const numberText = (value: number | undefined): string => (value === undefined ? '' : String(value));
/** A text that is no number stays one that HAProxy's rules refuse, so that the refusal names it. */
const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
const wordOf = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

export const NEW_SERVER: ServerForm = {
  name: '',
  address: '',
  port: '',
  check: true,
  inter: '',
  fall: '',
  rise: '',
  weight: '',
  backup: false,
};

/** @param now with `default-server` counted in, where that says more than the line */
export const serverFormOf = (
  server: ServerDescription,
  now: { readonly isChecked: boolean; readonly isBackup: boolean },
): ServerForm => ({
  name: server.name,
  address: server.address,
  port: numberText(server.port),
  check: now.isChecked,
  inter: server.inter ?? '',
  fall: numberText(server.fall),
  rise: numberText(server.rise),
  weight: numberText(server.weight),
  backup: now.isBackup,
});

export const serverOfForm = (form: ServerForm): ServerDescription => ({
  name: form.name.trim(),
  address: form.address.trim(),
  ...optional('port', numberOf(form.port)),
  ...(form.check ? { check: true } : {}),
  ...optional('inter', wordOf(form.inter)),
  ...optional('fall', numberOf(form.fall)),
  ...optional('rise', numberOf(form.rise)),
  ...optional('weight', numberOf(form.weight)),
  ...(form.backup ? { backup: true } : {}),
});

export function addServerEdits(place: SectionPlace, form: ServerForm): readonly ConfigEdit[] {
  if (form.name.trim() === '' || form.address.trim() === '') return [];
  return [{ do: 'add-server', place, server: serverOfForm(form) }];
}

export function changeServerEdits(
  place: SectionPlace,
  before: ServerForm,
  form: ServerForm,
): readonly ConfigEdit[] {
  const [was, is] = [serverOfForm(before), serverOfForm(form)];
  const change: ServerChange = {
    ...(was.address === is.address ? {} : { address: is.address }),
    ...(was.port === is.port ? {} : optional('port', is.port)),
    ...(before.check === form.check ? {} : { check: form.check }),
    ...(before.backup === form.backup ? {} : { backup: form.backup }),
    ...(was.inter === is.inter ? {} : { inter: is.inter ?? null }),
    ...(was.fall === is.fall ? {} : { fall: is.fall ?? null }),
    ...(was.rise === is.rise ? {} : { rise: is.rise ?? null }),
    ...(was.weight === is.weight ? {} : { weight: is.weight ?? null }),
  };
  return [
    ...(Object.keys(change).length > 0
      ? [{ do: 'change-server', place, server: was.name, change } as const]
      : []),
    ...(is.name === was.name || is.name === ''
      ? []
      : [{ do: 'rename-server', place, server: was.name, to: is.name } as const]),
  ];
}

export interface BindForm {
  readonly address: string;
  readonly port: string;
}

export interface ProxyForm {
  readonly kind: ProxyKind;
  readonly name: string;
  readonly mode: '' | 'http' | 'tcp';
  readonly binds: readonly BindForm[];
  readonly defaultBackend: string;
  /** Words after `balance`. */
  readonly balance: string;
  readonly check: 'none' | 'tcp' | 'http' | 'other';
  readonly checkMethod: string;
  readonly checkPath: string;
  readonly checkHost: string;
  readonly checkStatus: string;
  readonly timeouts: Readonly<Record<TimeoutName, string>>;
  readonly servers: readonly ServerForm[];
}

export const noTimeouts = (): Record<TimeoutName, string> =>
  Object.fromEntries(TIMEOUT_NAMES.map((name) => [name, ''])) as Record<TimeoutName, string>;

export const newProxy = (kind: ProxyKind): ProxyForm => ({
  kind,
  name: '',
  mode: '',
  binds: [],
  defaultBackend: '',
  balance: kind === 'frontend' ? '' : 'roundrobin',
  check: kind === 'frontend' ? 'none' : 'http',
  checkMethod: 'GET',
  checkPath: '/healthcheck',
  checkHost: '',
  checkStatus: '200',
  timeouts: noTimeouts(),
  servers: [],
});

export function proxyFormOf(proxy: ProxyDescription): ProxyForm {
  const { check } = proxy;
  const http = check?.kind === 'http' ? check : undefined;
  const isPlain = http?.expect === undefined || http.expect.match === 'status';
  return {
    ...newProxy(proxy.kind),
    name: proxy.name,
    mode: proxy.mode ?? '',
    binds: (proxy.binds ?? []).map(({ address, port }) => ({ address, port: String(port) })),
    defaultBackend: proxy.defaultBackend ?? '',
    balance: proxy.balance?.join(' ') ?? '',
    check: !check ? 'none' : check.kind === 'tcp' ? 'tcp' : http && isPlain ? 'http' : 'other',
    checkMethod: http?.method ?? '',
    checkPath: http?.path ?? '',
    checkHost: http?.host ?? '',
    checkStatus: http?.expect?.value ?? '',
    timeouts: { ...noTimeouts(), ...proxy.timeouts },
    servers: [],
  };
}

/** undefined: one no form can show, which stays as it is. */
function checkOfForm(form: ProxyForm): CheckDescription | null | undefined {
  if (form.check === 'other') return undefined;
  if (form.check === 'none') return null;
  if (form.check === 'tcp') return { kind: 'tcp' };
  const status = wordOf(form.checkStatus);
  return {
    kind: 'http',
    ...optional('method', wordOf(form.checkMethod)),
    ...optional('path', wordOf(form.checkPath)),
    ...optional('host', wordOf(form.checkHost)),
    ...(status === undefined ? {} : { expect: { match: 'status' as const, value: status } }),
  };
}

const wordsOf = (text: string): readonly string[] | undefined => {
  const words = text.trim().split(/\s+/).filter(Boolean);
  return words.length > 0 ? words : undefined;
};
const bindOf = ({ address, port }: BindForm): BindDescription => ({
  address: address.trim() || '*',
  port: numberOf(port) ?? 0,
});
const isWritten = ({ port }: BindForm): boolean => port.trim() !== '';

const ENTRANCES: readonly ProxyKind[] = ['frontend', 'listen'];
const takesClients = (kind: ProxyKind): kind is 'frontend' | 'listen' => ENTRANCES.includes(kind);

export function addProxyEdits(form: ProxyForm): readonly ConfigEdit[] {
  if (form.name.trim() === '') return [];
  const { kind } = form;
  const check = checkOfForm(form);
  const timeouts = Object.fromEntries(
    TIMEOUT_NAMES.flatMap((name) => {
      const value = wordOf(form.timeouts[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const proxy: ProxyDescription = {
    kind,
    name: form.name.trim(),
    ...(form.mode === '' ? {} : { mode: form.mode }),
    ...(takesClients(kind) ? { binds: form.binds.filter(isWritten).map(bindOf) } : {}),
    ...(takesClients(kind) ? optional('defaultBackend', wordOf(form.defaultBackend)) : {}),
    ...(Object.keys(timeouts).length > 0 ? { timeouts } : {}),
    ...(kind === 'frontend'
      ? {}
      : {
          ...optional('balance', wordsOf(form.balance)),
          ...(check ? { check } : {}),
          servers: form.servers
            .filter(({ name, address }) => name !== '' && address !== '')
            .map(serverOfForm),
        }),
  };
  return [{ do: 'add-proxy', proxy }];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What differs from the form as it was opened; servers have forms of their own. */
export function changeProxyEdits(before: ProxyForm, form: ProxyForm): readonly ConfigEdit[] {
  const place: ProxyPlace = { kind: before.kind, name: before.name };
  const [wasCheck, isCheck] = [checkOfForm(before), checkOfForm(form)];
  const timeouts = Object.fromEntries(
    TIMEOUT_NAMES.filter((name) => before.timeouts[name].trim() !== form.timeouts[name].trim()).map(
      (name) => [name, wordOf(form.timeouts[name]) ?? null],
    ),
  );
  const change = {
    ...(before.mode === form.mode ? {} : { mode: form.mode === '' ? null : form.mode }),
    ...(before.defaultBackend.trim() === form.defaultBackend.trim()
      ? {}
      : { defaultBackend: wordOf(form.defaultBackend) ?? null }),
    ...(same(wordsOf(before.balance), wordsOf(form.balance))
      ? {}
      : { balance: wordsOf(form.balance) ?? null }),
    ...(isCheck === undefined || same(wasCheck, isCheck) ? {} : { check: isCheck }),
    ...(Object.keys(timeouts).length > 0 ? { timeouts } : {}),
  };
  const to = form.name.trim();
  return [
    ...(Object.keys(change).length > 0 ? [{ do: 'edit-proxy', place, change } as const] : []),
    ...bindEdits(place, before.binds, form.binds),
    ...(to === '' || to === before.name ? [] : [{ do: 'rename-proxy', place, to } as const]),
  ];
}

function bindEdits(
  { kind, name }: ProxyPlace,
  before: readonly BindForm[],
  after: readonly BindForm[],
): readonly ConfigEdit[] {
  if (!takesClients(kind)) return [];
  const place = { kind, name };
  const [was, is] = [before.map(bindOf), after.filter(isWritten).map(bindOf)];
  const missing = (binds: readonly BindDescription[], bind: BindDescription): boolean =>
    !binds.some((other) => same(other, bind));
  return [
    ...is.filter((bind) => missing(was, bind)).map((bind) => ({ do: 'add-bind', place, bind }) as const),
    ...was.filter((bind) => missing(is, bind)).map((bind) => ({ do: 'remove-bind', place, bind }) as const),
  ];
}

/** The services a node serves now, and those it should: one change for all of them. */
export function nodeEdits(
  node: { readonly name: string; readonly address: string },
  services: readonly SectionPlace[],
  serving: readonly NodeServerPlace[],
  chosen: ReadonlySet<string>,
  way: RetireWay,
): readonly ConfigEdit[] {
  return services.flatMap((place): readonly ConfigEdit[] => {
    const own = serving.find((one) => one.place.kind === place.kind && one.place.name === place.name);
    const isWanted = chosen.has(place.name ?? '');
    if (own && !own.isDisabled)
      return isWanted ? [] : [{ do: 'retire-node', place, server: own.server, way }];
    if (!isWanted) return [];
    return own ? [{ do: 'restore-node', place, server: own.server }] : [{ do: 'register-node', place, node }];
  });
}
