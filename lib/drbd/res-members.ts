/** Volumes and hosts added to or taken out of a file a person wrote; losslessly, like `res-edits.ts`. */
import { err, ok, type Result } from '@/lib/base/result';
import {
  isDevicePath,
  isDrbdHostName,
  isIpv4,
  isIpv6,
  isMinor,
  isNodeId,
  isPort,
  isVolumeNumber,
} from './names';
import type { DrbdGeneration } from './option-table';
import type { HafsHost, HafsVolume } from './res-description';
import { parseResFile, type ResFile, type ResStatement, statementsOf } from './res-file';
import { isRefusal, locate, type ResEdited, type ResEditRefusal } from './res-scope';
import {
  appendArgument,
  applySplice,
  insertStatement,
  type ResSplice,
  removeArgument,
  removeStatement,
} from './res-splice';
import { quoteResValue } from './res-tokens';

type Edited = Result<ResEdited, ResEditRefusal>;
/** Finds the next splice in the file as it is by then; undefined when nothing is left to do. */
type NextSplice = (file: ResFile, resource: ResStatement) => ResSplice | undefined;

/**
 * Adds a volume to every host. Where the file keeps volumes at its hosts, it goes to the hosts; else once to the resource.
 * Needs the backing device of every host that stands in the file.
 */
export function addVolume(text: string, resource: string, volume: HafsVolume): Edited {
  const refusal = volumeRefusal(volume);
  if (refusal) return err(refusal);
  const located = locate(text, { kind: 'resource', name: resource });
  if (isRefusal(located)) return err(located);
  const { block } = located.scope;
  const hosts = statementsOf(block, 'on');
  const places = hosts.some((host) => volumesOf(host).length > 0) && volumesOf(located.scope).length === 0;
  if (volumesOf(located.scope).length === 0 && !places)
    return err({ code: 'unsupported', what: 'volume 0 is written without a volume block' });
  const all = [located.scope, ...hosts].flatMap(volumesOf);
  if (all.some((one) => one.arguments[0] === String(volume.volume)))
    return err({ code: 'exists', what: `volume ${volume.volume}` });
  const names = hosts.flatMap((host) => host.arguments);
  const missing = names.find((name) => !Object.hasOwn(volume.disks, name));
  if (missing !== undefined) return err({ code: 'not-found', what: `backing device of ${missing}` });
  if (places)
    return steps(
      text,
      resource,
      hosts.map((_, at) => insertAtHost(at, volume)),
    );
  const disks = new Set(names.map((name) => volume.disks[name]));
  if (disks.size > 1 || volume.metadata !== 'internal')
    return err({ code: 'unsupported', what: 'volumes stand at the resource, but devices differ by host' });
  return steps(text, resource, [
    (file, scope) =>
      insertStatement(
        file,
        scope,
        volumesOf(scope).at(-1),
        volumeText(volume, [...disks][0] ?? '', 'internal'),
      ),
  ]);
}

/** Takes a volume out everywhere. The last one stays: a resource without volumes is no resource. */
export function removeVolume(text: string, resource: string, volume: number): Edited {
  const located = locate(text, { kind: 'resource', name: resource });
  if (isRefusal(located)) return err(located);
  const all = [located.scope, ...statementsOf(located.scope.block, 'on')].flatMap(volumesOf);
  const hits = all.filter((one) => one.arguments[0] === String(volume));
  if (hits.length === 0) return err({ code: 'not-found', what: `volume ${volume}` });
  if (hits.length === all.length) return err({ code: 'unsupported', what: 'it is the last volume' });
  const next: NextSplice = (file, scope) => {
    const rest = [scope, ...statementsOf(scope.block, 'on')].flatMap(volumesOf);
    const hit = rest.find((one) => one.arguments[0] === String(volume));
    return hit && removeStatement(file, hit);
  };
  return steps(
    text,
    resource,
    hits.map(() => next),
  );
}

/** Adds a host behind the last one, and to the connection mesh where there is one. */
export function addHost(
  text: string,
  resource: string,
  host: HafsHost,
  generation: DrbdGeneration,
  isDiskless = false,
): Edited {
  const isAddress = isIpv4(host.address) || isIpv6(host.address);
  if (!isDrbdHostName(host.name) || !isAddress || !isPort(host.port) || !isNodeId(host.nodeId))
    return err({ code: 'bad-name', what: 'host' });
  const located = locate(text, { kind: 'resource', name: resource });
  if (isRefusal(located)) return err(located);
  const { block } = located.scope;
  const hosts = statementsOf(block, 'on');
  if (hosts.some((one) => one.arguments.includes(host.name))) return err({ code: 'exists', what: host.name });
  if (generation === '8.4') return err({ code: 'unsupported', what: 'DRBD 8.4 has two hosts' });
  if (hosts.length === 0) return err({ code: 'unsupported', what: 'hosts are not named' });
  if (statementsOf(block, 'connection').length > 0)
    return err({ code: 'unsupported', what: 'connections are written one by one' });
  const meshes = statementsOf(block, 'connection-mesh');
  if (meshes.length > 1) return err({ code: 'unsupported', what: 'several connection meshes' });
  const names = hosts.flatMap((one) => one.arguments).map((name) => quoteResValue(name));
  const volumes = [located.scope, ...hosts].flatMap(volumesOf).map((one) => Number(one.arguments[0]));
  const lines = hostText(host, isDiskless ? [...new Set(volumes)] : []);
  return steps(text, resource, [
    (file, scope) => insertStatement(file, scope, statementsOf(scope.block, 'on').at(-1), lines),
    (file, scope) => {
      const [mesh] = statementsOf(scope.block, 'connection-mesh');
      const [list] = statementsOf(mesh?.block, 'hosts');
      if (list) return appendArgument(file, list, quoteResValue(host.name));
      const all = [...names, quoteResValue(host.name)].join(' ');
      const text = ['connection-mesh {', `  hosts ${all};`, '}'];
      return insertStatement(file, scope, statementsOf(scope.block, 'on').at(-1), text);
    },
  ]);
}

/** Takes a host out, and out of the connection mesh. Two hosts stay at least. */
export function removeHost(text: string, resource: string, name: string): Edited {
  const located = locate(text, { kind: 'resource', name: resource });
  if (isRefusal(located)) return err(located);
  const { block } = located.scope;
  const hosts = statementsOf(block, 'on');
  const own = hosts.find((host) => host.arguments.includes(name));
  if (!own) return err({ code: 'not-found', what: name });
  if (own.arguments.length > 1) return err({ code: 'unsupported', what: 'one block names several hosts' });
  if (hosts.length <= 2) return err({ code: 'unsupported', what: 'two hosts have to stay' });
  const named = statementsOf(block, 'connection').some((one) => JSON.stringify(one).includes(`"${name}"`));
  if (named) return err({ code: 'unsupported', what: 'a connection names the host' });
  return steps(text, resource, [
    (file, scope) => {
      const host = statementsOf(scope.block, 'on').find((one) => one.arguments.includes(name));
      return host && removeStatement(file, host);
    },
    (file, scope) => {
      const lists = statementsOf(scope.block, 'connection-mesh').flatMap((mesh) =>
        statementsOf(mesh.block, 'hosts'),
      );
      const list = lists.find((one) => one.arguments.includes(name));
      return list && removeArgument(file, list, list.arguments.indexOf(name));
    },
  ]);
}

const volumesOf = (statement: ResStatement): readonly ResStatement[] =>
  statementsOf(statement.block, 'volume').filter((one) => one.block);

function insertAtHost(at: number, volume: HafsVolume): NextSplice {
  return (file, scope) => {
    const host = statementsOf(scope.block, 'on')[at];
    const name = host?.arguments[0] ?? '';
    const disk = Object.hasOwn(volume.disks, name) ? volume.disks[name] : undefined;
    if (!host || disk === undefined) return undefined;
    const metadata = volume.metadata === 'internal' ? 'internal' : (volume.metadata[name] ?? 'internal');
    return insertStatement(file, host, volumesOf(host).at(-1), volumeText(volume, disk, metadata));
  };
}

const volumeText = ({ volume, minor }: HafsVolume, disk: string, metadata: string): readonly string[] => [
  `volume ${volume} {`,
  `  device    /dev/drbd${minor} minor ${minor};`,
  `  disk      ${quoteResValue(disk)};`,
  `  meta-disk ${quoteResValue(metadata)};`,
  '}',
];

function hostText({ name, address, port, nodeId }: HafsHost, diskless: readonly number[]): readonly string[] {
  const family = isIpv6(address) ? `ipv6 [${address}]` : `ipv4 ${address}`;
  return [
    `on ${name} {`,
    `  node-id ${nodeId};`,
    `  address ${family}:${port};`,
    ...diskless.map((volume) => `  volume ${volume} { disk none; }`),
    '}',
  ];
}

function volumeRefusal({ volume, minor, disks, metadata }: HafsVolume): ResEditRefusal | undefined {
  const devices = [...Object.values(disks), ...(metadata === 'internal' ? [] : Object.values(metadata))];
  if (!isVolumeNumber(volume) || !isMinor(minor) || !devices.every(isDevicePath))
    return { code: 'bad-name', what: 'volume' };
  return undefined;
}

/** Applies splices one after the other; each is found in the file as the one before left it. */
function steps(text: string, resource: string, nexts: readonly NextSplice[]): Edited {
  let edited: ResEdited = { text, splices: [] };
  for (const next of nexts) {
    const located = locate(edited.text, { kind: 'resource', name: resource });
    if (isRefusal(located)) return err(located);
    const splice = next(located.file, located.scope);
    if (splice) edited = { text: applySplice(edited.text, splice), splices: [...edited.splices, splice] };
  }
  const reread = parseResFile(edited.text);
  return reread.ok ? ok(edited) : err({ code: 'unreadable', what: reread.error.what });
}
