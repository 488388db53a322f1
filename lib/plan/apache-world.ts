/** Apache2 in the world a plan is made from: who runs it, which files it reads where, and what a change makes of them. */

import { parseApacheConfig } from '@/lib/apache/config-file';
import { type MoveRefusal, moveAddress, needsStop } from '@/lib/apache/config-move';
import { apacheView } from '@/lib/apache/config-view';
import { isApacheFile } from '@/lib/apache/probes';
import type { ApacheListen, ApacheView } from '@/lib/apache/types';
import { isSameAddress } from '@/lib/base/address';
import { err, ok, type Result } from '@/lib/base/result';
import { listPrimitives, vipResources } from '@/lib/pacemaker/cib-queries';
import type { ConfigurationRefusal } from '@/lib/pacemaker/configuration-edit';
import type { CibReading } from '@/lib/pacemaker/types';
import { decidingView, fileKey, type NodeFacts, nodeFacts, value, type WorldFacts } from './facts';
import type { FileChange } from './haproxy-files';
import { placedOn } from './placement';
import type { FilePlace } from './planner';
import type { ServeApache } from './service-intents';
import type { Intent } from './types';

export type ApacheIntent = ServeApache | Extract<Intent, { kind: 'edit-file' }>;

/** An edit of another tool's files is none of Apache. */
export const isOfApache = (intent: ApacheIntent): boolean =>
  intent.kind === 'serve-apache' || intent.tool === 'apache';

export interface ApacheResource {
  /** Pacemaker's id. */
  readonly id: string;
  /** `apache2.service`. */
  readonly unit: string;
}

/** Debian's; the layout of its files is Debian's too. */
const UNIT = 'apache2';

/** The resource that is Apache, by the unit it starts; its own agent starts Apache past systemd and is not told to reload. */
export function apacheResource(
  cib: Pick<CibReading, 'resources'>,
): Result<ApacheResource, ConfigurationRefusal> {
  const all = listPrimitives(cib).map(({ primitive }) => primitive);
  const own = all.find(
    ({ class: kind, type }) => kind === 'systemd' && type.replace(/\.service$/, '') === UNIT,
  );
  if (own) return ok({ id: own.id, unit: `${UNIT}.service` });
  const other = all.find(({ class: kind, type }) => kind === 'ocf' && type === 'apache');
  return err(
    other
      ? { reason: 'apache-not-systemd', objects: [other.id] }
      : { reason: 'apache-unmanaged', objects: [] },
  );
}

/** Nodes on which Pacemaker has it running. */
export const apacheNodes = (world: WorldFacts, resource: ApacheResource): readonly string[] =>
  placedOn(decidingView(world)?.resources ?? [], resource.id);

/** The files that a node has right now; a node whose links lead to nothing has none. */
export function apachePlaces(nodes: readonly NodeFacts[]): readonly FilePlace[] {
  return nodes.flatMap(({ name, apache }) =>
    ((apache && value(apache)?.files) ?? [])
      .filter(({ content }) => content !== undefined)
      .map(({ path }) => ({ node: name, path })),
  );
}

const refuse = (reason: string, ...objects: readonly string[]) =>
  err<ConfigurationRefusal>({ reason, objects });

/** Every file with its text as it will be, unchanged ones too. */
export function apacheChanges(
  intent: ApacheIntent,
  world: WorldFacts,
): Result<readonly FileChange[], ConfigurationRefusal> {
  return intent.kind === 'serve-apache' ? movedFiles(intent, world) : givenFiles(intent, world);
}

function movedFiles(
  intent: ServeApache,
  world: WorldFacts,
): Result<readonly FileChange[], ConfigurationRefusal> {
  const vip = vipResources(world.cib).find(({ id }) => id === intent.vip);
  if (!vip) return refuse('no-such-vip', intent.vip);
  const places = apachePlaces(world.nodes);
  if (places.length === 0) return refuse('apache-unread', ...unreadNodes(world));
  const changes: FileChange[] = [];
  for (const node of new Set(places.map((place) => place.node))) {
    const own = places.filter((place) => place.node === node);
    const read = own.map((place) => ({ place, found: world.files?.[fileKey(place)] }));
    const gone = read.find(({ found }) => !found || !value(found));
    if (gone) return refuse('file-unread', fileKey(gone.place));
    const files = read.flatMap(({ place, found }) => {
      const before = found && value(found);
      return before ? [{ place, before }] : [];
    });
    const moved = moveAddress(
      files.map(({ place, before }) => ({ path: place.path, text: before.text })),
      { isFrom: (address) => isPlace(intent.from, address), to: vip.ip },
    );
    if (!moved.ok) return err(whyNot(node, intent, moved.error));
    for (const [index, { place, before }] of files.entries()) {
      changes.push({ ...place, before, after: moved.value[index]?.text ?? before.text });
    }
  }
  return ok(changes);
}

/** Whether two texts name the same place: an address however it is written, or every one. */
export const isPlace = (one: string, other: string): boolean =>
  one === other || (one !== '*' && other !== '*' && isSameAddress(one, other));

function whyNot(node: string, { from }: ServeApache, refusal: MoveRefusal): ConfigurationRefusal {
  const { id, path, line, text } = refusal;
  if (id === 'no-listen') return { reason: 'apache-no-listen', objects: [`${node} ${from}`] };
  return { reason: `apache-${id}`, objects: [`${node} ${path}:${line} ${text}`] };
}

/** Why no node could say: HAFS is not mounted there, or the reading itself failed. */
const unreadNodes = (world: WorldFacts): readonly string[] =>
  world.nodes.map(({ name, apache }) =>
    apache?.state === 'known'
      ? name
      : `${name} (${apache?.state === 'unknown' ? apache.reason : 'never-read'})`,
  );

function givenFiles(
  intent: Extract<ApacheIntent, { kind: 'edit-file' }>,
  world: WorldFacts,
): Result<readonly FileChange[], ConfigurationRefusal> {
  const changes: FileChange[] = [];
  for (const file of intent.files) {
    const { node, path, text, sha256, baseSha256 } = file;
    if (!isApacheFile(path)) return refuse('not-editable', path);
    const found = world.files?.[fileKey(file)];
    const before = found && value(found);
    if (!before) return refuse('file-unread', fileKey(file));
    if (before.sha256 !== sha256 && before.sha256 !== baseSha256)
      return refuse('file-changed', fileKey(file));
    changes.push({ node, path, before, after: before.sha256 === sha256 ? before.text : text });
  }
  return ok(changes);
}

/** Everything a node's Apache listens on by its files, before and after. */
export interface ApacheListens {
  readonly node: string;
  readonly before: readonly ApacheListen[];
  readonly after: readonly ApacheListen[];
  readonly views: readonly { readonly path: string; readonly view: ApacheView }[];
}

/** @param changes of one world: files that are not among them stay as the reading has them */
export function apacheListens(world: WorldFacts, changes: readonly FileChange[]): readonly ApacheListens[] {
  return [...new Set(changes.map(({ node }) => node))].map((node) => {
    const reading = nodeFacts(world, node)?.apache;
    const kept = ((reading && value(reading)?.files) ?? []).flatMap(({ path, content }) =>
      content && !changes.some((one) => one.node === node && one.path === path)
        ? [{ path, view: content.view }]
        : [],
    );
    const viewsOf = (text: (change: FileChange) => string) => [
      ...kept,
      ...changes
        .filter((one) => one.node === node)
        .map((one) => ({ path: one.path, view: apacheView(parseApacheConfig(text(one))) })),
    ];
    const [before, after] = [viewsOf((one) => one.before.text), viewsOf((one) => one.after)];
    return {
      node,
      before: before.flatMap(({ view }) => view.listens),
      after: after.flatMap(({ view }) => view.listens),
      views: after,
    };
  });
}

/** What `all` has and `others` does not, by address and port, each once. */
export const onlyIn = (
  all: readonly ApacheListen[],
  others: readonly ApacheListen[],
): readonly ApacheListen[] =>
  all.filter(
    (one, index) =>
      !others.some((other) => isSameSocket(one, other)) &&
      all.findIndex((other) => isSameSocket(one, other)) === index,
  );

const isSameSocket = (one: ApacheListen, other: ApacheListen): boolean =>
  one.port === other.port && isPlace(one.address, other.address);

export const needsStopOn = ({ before, after }: ApacheListens): boolean => needsStop(before, after);

export const socketText = ({ address, port }: Pick<ApacheListen, 'address' | 'port'>): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port}`;
