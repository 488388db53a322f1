/** What a protected service is made of, as edits of each tool: for the plan, and for the page that shows them beforehand. */
import type { ConfigEdit } from '@/lib/haproxy/config-edits';
import { listPrimitives } from '@/lib/pacemaker/cib-queries';
import type { SingleRequest } from '@/lib/pacemaker/configuration-edit';
import type { Operation } from '@/lib/pacemaker/operations';
import type { CibReading } from '@/lib/pacemaker/types';
import { ruleText } from './rule-text';
import { type ProtectService, unitFile } from './service-intents';

export const dropInPath = (unit: string): string =>
  `/etc/systemd/system/${unitFile(unit)}.d/50-haven-hafs.conf`;

export const dropInText = (directory: string): string =>
  `# The files of this service lie on HAFS.\n[Unit]\nConditionPathIsMountPoint=${directory}\n`;

export const cloneIdOf = (name: string): string => `${name}-clone`;

/** Starting an API takes seconds, stopping one until its last request is done. */
const OPERATIONS: readonly Operation[] = [
  { name: 'start', interval: '0s', timeout: '120s' },
  { name: 'stop', interval: '0s', timeout: '120s' },
  { name: 'monitor', interval: '10s', timeout: '60s' },
];
const VIP_OPERATIONS: readonly Operation[] = [
  { name: 'start', interval: '0s', timeout: '60s' },
  { name: 'stop', interval: '0s', timeout: '60s' },
  { name: 'monitor', interval: '10s', timeout: '60s' },
];

/**
 * @param all names of every node of the cluster: those the service is kept off get a rule
 * @param clones of HAProxy: a VIP that it answers on goes where it is
 */
export function clusterEdits(
  intent: ProtectService,
  all: readonly string[],
  clones: readonly string[],
): readonly SingleRequest[] {
  const { name, unit, shape, nodes, filesystem } = intent;
  const isClone = shape === 'active-active';
  const runs = isClone ? cloneIdOf(name) : name;
  const together = (resource: string, other: string): readonly SingleRequest[] => [
    { kind: 'add-constraint', wish: { kind: 'colocation', resource, with: other, score: 'INFINITY' } },
    {
      kind: 'add-constraint',
      wish: { kind: 'order', first: other, second: resource, strength: 'Mandatory' },
    },
  ];
  const elsewhere = all.filter((node) => !nodes.includes(node));
  return [
    {
      kind: 'create-resource',
      resource: {
        id: name,
        agent: { class: 'systemd', type: unit.replace(/\.service$/, '') },
        params: {},
        operations: OPERATIONS,
        place: isClone
          ? { kind: 'clone', cloneId: runs, isPromotable: false, meta: { interleave: 'true' } }
          : { kind: 'alone' },
      },
    },
    ...elsewhere.map(
      (node): SingleRequest => ({
        kind: 'add-constraint',
        wish: { kind: 'location', resource: runs, node, score: '-INFINITY' },
      }),
    ),
    ...(filesystem === undefined ? [] : together(runs, filesystem)),
    ...vipEdits(intent, (vip) => [
      ...(isClone ? [] : together(vip, runs)),
      ...clones.flatMap((clone) => together(vip, clone)),
    ]),
  ];
}

function vipEdits(
  { entrance }: ProtectService,
  rules: (vip: string) => readonly SingleRequest[],
): readonly SingleRequest[] {
  const { newVip, address } = entrance;
  if (!newVip) return [];
  const { id, prefixLength, nic } = newVip;
  return [
    {
      kind: 'create-resource',
      resource: {
        id,
        agent: { class: 'ocf', provider: 'heartbeat', type: 'IPaddr2' },
        params: { ip: address, cidr_netmask: `${prefixLength}`, ...(nic === undefined ? {} : { nic }) },
        operations: VIP_OPERATIONS,
        place: { kind: 'alone' },
      },
    },
    ...rules(id),
  ];
}

/** An address that HAProxy answers on goes where HAProxy is. */
export const proxyClones = (cib: Pick<CibReading, 'resources'>): readonly string[] =>
  listPrimitives(cib).flatMap(({ primitive, within }) =>
    primitive.class === 'systemd' && primitive.type === 'haproxy' && within[0] ? [within[0].id] : [],
  );

/** A node by its own address in the network of the VIP. */
export interface ServiceServer {
  readonly name: string;
  readonly address: string;
}

/** @param servers where it runs first comes first */
export function proxyEdits(intent: ProtectService, servers: readonly ServiceServer[]): readonly ConfigEdit[] {
  const { name, entrance, port, healthPath, shape } = intent;
  const { mode, address } = entrance;
  return [
    {
      do: 'add-proxy',
      proxy: {
        kind: 'backend',
        name,
        mode,
        ...(shape === 'active-active' ? { balance: ['roundrobin'] } : {}),
        check:
          healthPath === undefined || mode === 'tcp' ? { kind: 'tcp' } : { kind: 'http', path: healthPath },
        servers: servers.map((server, at) => ({
          ...server,
          port,
          check: true,
          ...(shape === 'active-standby' && at > 0 ? { backup: true } : {}),
        })),
      },
    },
    {
      do: 'add-proxy',
      proxy: {
        kind: 'frontend',
        name,
        mode,
        binds: [{ address, port: entrance.port }],
        defaultBackend: name,
      },
    },
  ];
}

/** One edit of the configuration in the field's own notation, for people; the plan shows it as Pacemaker takes it. */
export function requestText(request: SingleRequest): string {
  if (request.kind === 'create-resource') {
    const { id, agent, params, place } = request.resource;
    const name = [agent.class, agent.provider, agent.type].filter(Boolean).join(':');
    const values = Object.entries(params).map(([key, value]) => ` ${key}=${value}`);
    const around = place.kind === 'clone' ? `clone ${place.cloneId ?? cloneIdOf(id)}: ` : '';
    return `${around}${id} ${name}${values.join('')}`;
  }
  if (request.kind === 'add-constraint') return ruleText(request.wish);
  return request.kind;
}
