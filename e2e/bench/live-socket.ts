/** A browser's live channel without the browser: signs in over HTTP, then follows snapshot and patches. */
import { io, type Socket } from 'socket.io-client';
import type { ClientToServerEvents, LiveState, Patch, ServerToClientEvents } from '@/lib/live/protocol';
import type { ReadingName } from '@/lib/live/readings';
import { emptyLiveState, reducePatch } from '@/lib/live/reduce';
import type { Administrator } from './stage';
import type { Stops } from './stops';

export class LiveSocket {
  #state: LiveState = emptyLiveState('none');
  readonly #listeners = new Set<(state: LiveState, patch: Patch | undefined) => void>();

  private constructor(private readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>) {
    socket.on('connect', () => this.#resync());
    socket.on('patch', (patch) => {
      const next = reducePatch(this.#state, patch);
      if (next === 'gap') this.#resync();
      else this.#set(next, patch);
    });
  }

  /** @param cookie of a signed-in session, see `signInCookie` */
  static async open(url: string, cookie: string, stops: Stops): Promise<LiveSocket> {
    const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
      path: '/live',
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { cookie, origin: url },
    });
    stops.add(async () => socket.disconnect());
    const live = new LiveSocket(socket);
    await live.until((state) => state.epoch !== 'none', 60_000);
    return live;
  }

  get state(): LiveState {
    return this.#state;
  }

  close(): void {
    this.socket.disconnect();
  }

  /** `patch` is undefined after a snapshot. */
  onChange(listener: (state: LiveState, patch: Patch | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  until(condition: (state: LiveState) => boolean, timeoutMs: number): Promise<void> {
    if (condition(this.#state)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(new Error('the live state did not become what was waited for'));
      }, timeoutMs);
      const stop = this.onChange((state) => {
        if (!condition(state)) return;
        clearTimeout(timer);
        stop();
        resolve();
      });
    });
  }

  #resync(): void {
    this.socket.emit('resync', (snapshot) => this.#set(snapshot.state, undefined));
  }

  #set(state: LiveState, patch: Patch | undefined): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state, patch);
  }
}

export async function signInCookie(url: string, who: Administrator): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: who.email, password: who.password }),
  });
  if (!answer.ok) throw new Error(`the sign-in was refused: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .join('; ');
}

/** Not all: NVMe health and the simulation may rightly be absent on an emulated node. */
const WHOLE = [
  'pacemaker',
  'drbd',
  'network',
  'corosync',
  'haproxy',
  'units',
  'mounts',
  'cib',
  'drbdConfig',
  'host',
] as const satisfies readonly ReadingName[];

/** Nodes that are not live and readings that are not known, in words; nothing when the view is whole. */
export function missingFrom(
  state: LiveState,
  clusterId: string,
  needed: readonly ReadingName[] = WHOLE,
): readonly string[] {
  const nodes = state.clusters[clusterId]?.nodes;
  if (!nodes) return ['the cluster'];
  return nodes.flatMap(({ id, name }) => {
    const link = state.links[id]?.state;
    if (link !== 'live') return [`${name} is ${link ?? 'not there'}`];
    return needed.flatMap((reading) => {
      const observation = state.items[`${clusterId}/${id}/${reading}`]?.observation;
      if (observation?.state === 'known') return [];
      return [
        `${name} ${reading}: ${observation ? `${observation.reason} ${observation.detail ?? ''}` : 'never read'}`.trim(),
      ];
    });
  });
}

/** Waits until every node is live and what is needed of it is known. */
export async function untilWhole(
  live: LiveSocket,
  clusterId: string,
  timeoutMs: number,
  needed: readonly ReadingName[] = WHOLE,
): Promise<void> {
  await live
    .until((state) => missingFrom(state, clusterId, needed).length === 0, timeoutMs)
    .catch(() => {
      throw new Error(
        `Haven could not read the cluster whole: ${missingFrom(live.state, clusterId, needed).join('; ')}`,
      );
    });
}
