/** Questions asked before a VIP or a bind comes into being: is the address free, may it be bound, is the port free. */

import { parseIp } from '@/lib/base/address';
import { type Command, command, type Outcome } from '@/lib/base/command';
import { parseError } from '@/lib/base/parse-error';
import type { ParseError, Probe } from '@/lib/base/probe';
import { ok, type Result } from '@/lib/base/result';

/**
 * Asks the wire whether somebody has an address (reference 4.2): duplicate address detection, sent by a node that does
 * not hold it. IPv4 only; IPv6 has no ARP.
 * @throws RangeError for anything but an IPv4 address and a plain interface name
 */
export function vipFreeCommand(address: string, nic: string): Command {
  if (parseIp(address)?.family !== 'inet') throw new RangeError('not an IPv4 address');
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,14}$/.test(nic)) throw new RangeError('not an interface name');
  return command(['arping', '-D', '-c', '2', '-w', '3', '-I', nic, address], {
    asRoot: true,
    timeoutMs: 10_000,
  });
}

export type VipFreeAnswer =
  | { readonly kind: 'free' }
  | { readonly kind: 'taken'; readonly mac?: string }
  | {
      readonly kind: 'unknown';
      readonly why: Outcome['kind'] | 'other-arping' | 'no-arping' | 'cannot-send';
    };

/**
 * Reads the answer of `vipFreeCommand`. Debian has two programs of this name, and in the other one `-D` means something
 * else: only the output of iputils (`ARPING … from 0.0.0.0`, `Received N response(s)`) together with its exit code counts.
 */
export function readVipFree(outcome: Outcome): VipFreeAnswer {
  if (outcome.kind !== 'exited') return { kind: 'unknown', why: outcome.kind };
  if (outcome.exitCode === 127) return { kind: 'unknown', why: 'no-arping' };
  if (outcome.exitCode !== 0 && outcome.exitCode !== 1) return { kind: 'unknown', why: 'cannot-send' };
  const received = /^Received (\d+) response/m.exec(outcome.stdout)?.[1];
  if (!/^ARPING \S+ from 0\.0\.0\.0 /.test(outcome.stdout) || received === undefined)
    return { kind: 'unknown', why: 'other-arping' };
  if (outcome.exitCode === 0 && received === '0') return { kind: 'free' };
  if (outcome.exitCode === 0 || received === '0') return { kind: 'unknown', why: 'other-arping' };
  const mac = /\[([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})\]/.exec(outcome.stdout)?.[1];
  return { kind: 'taken', ...(mac ? { mac: mac.toLowerCase() } : {}) };
}

export interface NonlocalBind {
  readonly inet?: boolean;
  readonly inet6?: boolean;
}

/** Whether programs may bind addresses the node does not hold. A kernel without IPv6 lacks the second file. */
export const nonlocalBindProbe: Probe<NonlocalBind> = {
  id: 'network.nonlocal-bind',
  command: command([
    'grep',
    '-sH',
    '',
    '/proc/sys/net/ipv4/ip_nonlocal_bind',
    '/proc/sys/net/ipv6/ip_nonlocal_bind',
  ]),
  okExitCodes: [0, 2],
  parse: parseNonlocalBind,
};

export function parseNonlocalBind(text: string): Result<NonlocalBind, ParseError> {
  const read: { inet?: boolean; inet6?: boolean } = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const match = /^\/proc\/sys\/net\/ipv([46])\/ip_nonlocal_bind:([01])$/.exec(line);
    if (!match) return parseError('not a line of ip_nonlocal_bind', line, index + 1);
    read[match[1] === '4' ? 'inet' : 'inet6'] = match[2] === '1';
  }
  return read.inet === undefined ? parseError('no ip_nonlocal_bind of IPv4', text) : ok(read);
}

export interface Listener {
  /** `*` for every address, as `ss` writes a socket of both families; `0.0.0.0` and `::` stay. */
  readonly address: string;
  readonly port: number;
  /** Only root is told whose it is. */
  readonly process?: string;
}

/** Every TCP socket that listens (reference 3.3, invariant 41). */
export const listenersProbe: Probe<readonly Listener[]> = {
  id: 'network.listeners',
  command: command(['ss', '-Hltnp'], { asRoot: true }),
  parse: parseListeners,
};

/** Parses `LISTEN 0 128 10.10.0.1:9696 0.0.0.0:* users:(("uwsgi",pid=1,fd=3))` lines. */
export function parseListeners(text: string): Result<readonly Listener[], ParseError> {
  const listeners: Listener[] = [];
  if (text !== '' && !text.endsWith('\n')) return parseError('the last line is incomplete');
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [state, , , local = '', peer] = line.trim().split(/\s+/);
    const match = /^(.*):(\d{1,5})$/.exec(local);
    if (state !== 'LISTEN' || !match || peer === undefined)
      return parseError('not a listening socket', line, index + 1);
    const address = (match[1] ?? '').replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
    const process = /users:\(\("([^"]+)"/.exec(line)?.[1];
    listeners.push({ address, port: Number(match[2]), ...(process === undefined ? {} : { process }) });
  }
  return ok(listeners);
}
