/** What must hold before a service is put under protection: it is there, nobody else runs it, and its port is its own. */
import { filesystemResources, listPrimitives } from '@/lib/pacemaker/cib-queries';
import { primitiveNeeds } from '@/lib/pacemaker/dependencies';
import { nodeFacts, value } from './facts';
import { type Evaluation, type Guard, type GuardContext, judge, pass, unknown } from './guard';
import { type ProtectService, unitFile } from './service-intents';

type ServiceContext = GuardContext<ProtectService>;

const stateOn = ({ intent, world }: ServiceContext, node: string) => {
  const facts = nodeFacts(world, node)?.units;
  return facts && value(facts)?.units.find((unit) => unit.id === unitFile(intent.unit));
};

/** Where it is missing, Pacemaker's start would fail, and the service would never come back there. */
function unitEverywhere(context: ServiceContext): Evaluation {
  const { nodes, unit } = context.intent;
  const read = nodes.map((node) => ({ node, own: stateOn(context, node) }));
  return judge(
    read
      .filter(({ own }) => own && own.loadState !== 'loaded')
      .map(({ node, own }) => `${node} ${unitFile(unit)} (${own?.loadState})`),
    read.filter(({ own }) => !own).map(({ node }) => node),
  );
}

/** Two resources of one unit stop each other's service (invariant 26). */
function unitUnmanaged({ intent, world }: ServiceContext): Evaluation {
  const plain = intent.unit.replace(/\.service$/, '');
  const others = listPrimitives(world.cib).filter(
    ({ primitive }) =>
      ['systemd', 'service', 'lsb'].includes(primitive.class) &&
      primitive.type.replace(/\.service$/, '') === plain,
  );
  return judge(others.map(({ primitive }) => `${primitive.id} (${primitive.class}:${primitive.type})`));
}

/** A unit that runs has its port already; where it does not run, whoever listens there is somebody else. */
function portFree(context: ServiceContext): Evaluation {
  const { intent, world } = context;
  const taken: string[] = [];
  const unread: string[] = [];
  for (const node of intent.nodes) {
    const host = nodeFacts(world, node)?.haproxyHost;
    const listeners = host && value(host.listeners);
    const own = stateOn(context, node);
    if (!listeners || !own) unread.push(node);
    else if (own.activeState !== 'active')
      taken.push(
        ...listeners
          .filter(({ port, process }) => port === intent.port && process !== 'haproxy')
          .map(({ address, port, process }) => `${node} ${address}:${port} ${process ?? ''}`.trim()),
      );
  }
  return judge(taken, unread);
}

/** Invariants 22 and 23, of what comes: with the file system, after it, and the VIP after the service. */
function needsTold({ intent, change }: ServiceContext): Evaluation {
  const { filesystem, name } = intent;
  if (filesystem === undefined) return pass;
  const { after } = change;
  if (!after || !filesystemResources(after).some(({ id }) => id === filesystem)) return unknown(['cib']);
  const missing = (['colocation', 'order'] as const).filter((kind) => {
    const needs = primitiveNeeds({
      ...after,
      constraints: after.constraints.filter((one) => one.kind === kind),
    });
    return !needs.get(name)?.has(filesystem);
  });
  return judge(missing.map((kind) => `${kind}: ${name} → ${filesystem}`));
}

const PROTECT = ['protect-service'] as const;

export const SERVICE_GUARDS = [
  { id: 'unit-everywhere', invariant: 24, level: 'deny', appliesTo: PROTECT, evaluate: unitEverywhere },
  { id: 'unit-unmanaged', invariant: 26, level: 'deny', appliesTo: PROTECT, evaluate: unitUnmanaged },
  { id: 'service-port-free', invariant: 41, level: 'deny', appliesTo: PROTECT, evaluate: portFree },
  {
    id: 'service-on-hafs',
    invariant: 22,
    level: 'deny',
    needsChange: true,
    appliesTo: PROTECT,
    evaluate: needsTold,
  },
] as const satisfies readonly Guard[];
