import {
  combineHaproxy,
  DEFAULT_HAPROXY_SOCKET,
  HAPROXY_READ_REQUEST,
  haproxyRuntimeProbe,
} from '@/lib/haproxy/probes';
import { absentAsUnknown } from './outcome-reading';
import type { ConnectionMemory, ReaderContext, ReadResult } from './reader-types';

/** Over the kept conversation where there is one; else by one process, which also finds out why there is none. */
export async function readHaproxy(context: ReaderContext): Promise<ReadResult<'haproxy'>> {
  const channel = context.haproxy();
  if (channel) {
    const answer = await channel.ask();
    context.note({
      command: `runtime socket: ${HAPROXY_READ_REQUEST.trim()}`,
      at: Date.now(),
      outcome: answer.kind === 'value' ? 'answered' : answer.reason,
      stdout: answer.kind === 'value' ? answer.text : '',
      stderr: '',
    });
    if (answer.kind === 'value')
      return { kind: 'value', value: combineHaproxy(answer.value), observedAt: answer.receivedAt };
    // Closed under the question (renewed, or HAProxy stopped): a process of its own finds out which.
    if (answer.reason !== 'stream-dead') return answer;
  }
  const runtime = await context.probe(haproxyRuntimeProbe(haproxySocketOf(context.memory)));
  if (runtime.kind === 'absent') return absentAsUnknown(runtime, 'socat');
  if (runtime.kind === 'unknown') return runtime;
  return { kind: 'value', value: combineHaproxy(runtime.value), observedAt: runtime.receivedAt };
}

/** socat reads commas and colons as its own syntax: another path than a plain one is not used. */
const PLAIN_PATH = /^\/[A-Za-z0-9_./-]+$/;

/** The `stats socket` that haproxy.cfg names (kept by the haproxyConfig reader). */
export function haproxySocketOf(memory: ConnectionMemory): string {
  const named = memory.get<string>('haproxy-socket');
  return named && PLAIN_PATH.test(named) ? named : DEFAULT_HAPROXY_SOCKET;
}
