/** Everything that is wrong with a description of a resource, before any of it is written. */

import {
  isDevicePath,
  isDrbdHostName,
  isDrbdResourceName,
  isIpv4,
  isIpv6,
  isMinor,
  isNodeId,
  isPort,
  isVolumeNumber,
} from './names';
import type { DrbdGeneration } from './option-table';
import { checkHandler, checkOption } from './option-value';
import type { DescriptionRefusal, HafsDescription } from './res-description';

/** Written from `protocol`, `protection` and `sharedSecret`; a second place for them could contradict the first. */
const RESERVED: ReadonlySet<string> = new Set([
  'net.protocol',
  'net.fencing',
  'disk.fencing',
  'net.shared-secret',
  'net.cram-hmac-alg',
  'options.quorum',
  'options.on-no-quorum',
]);
const RESERVED_HANDLERS: ReadonlySet<string> = new Set(['fence-peer', 'unfence-peer']);

/** @returns every refusal; an empty list means that the description can be written for this generation */
export function checkDescription(
  description: HafsDescription,
  generation: DrbdGeneration,
): readonly DescriptionRefusal[] {
  return [
    ...checkHosts(description, generation),
    ...checkVolumes(description, generation),
    ...checkProtection(description, generation),
    ...checkOptions(description, generation),
  ];
}

function checkHosts({ name, hosts }: HafsDescription, generation: DrbdGeneration): DescriptionRefusal[] {
  const refusals: DescriptionRefusal[] = [];
  const bad = (what: string, value: string) => refusals.push({ code: 'bad-name', what, value });
  if (!isDrbdResourceName(name)) bad('resource', name);
  const max = generation === '8.4' ? 2 : 32;
  if (hosts.length < 2 || hosts.length > max)
    refusals.push({ code: 'host-count', hosts: hosts.length, generation, max });
  for (const host of hosts) {
    if (!isDrbdHostName(host.name)) bad('host', host.name);
    if (!isIpv4(host.address) && !isIpv6(host.address)) bad('address', host.address);
    if (!isPort(host.port)) bad('port', String(host.port));
    if (!isNodeId(host.nodeId)) bad('node-id', String(host.nodeId));
  }
  refusals.push(
    ...duplicates(
      'host',
      hosts.map((host) => host.name),
    ),
    ...duplicates(
      'address',
      hosts.map(({ address, port }) => `${address}:${port}`),
    ),
    ...duplicates(
      'node-id',
      hosts.map((host) => String(host.nodeId)),
    ),
  );
  return refusals;
}

function checkVolumes({ volumes, hosts }: HafsDescription, generation: DrbdGeneration): DescriptionRefusal[] {
  const refusals: DescriptionRefusal[] = volumes.length === 0 ? [{ code: 'no-volume' }] : [];
  const bad = (what: string, value: string) => refusals.push({ code: 'bad-name', what, value });
  const names = new Set(hosts.map((host) => host.name));
  for (const { volume, minor, disks, metadata } of volumes) {
    if (!isVolumeNumber(volume)) bad('volume', String(volume));
    if (!isMinor(minor)) bad('minor', String(minor));
    const devices = [...Object.entries(disks), ...(metadata === 'internal' ? [] : Object.entries(metadata))];
    for (const [host, device] of devices) {
      if (!names.has(host)) refusals.push({ code: 'unknown-host', host });
      if (!isDevicePath(device)) bad('device', device);
    }
    const diskful = hosts.filter((host) => Object.hasOwn(disks, host.name));
    const isOnTwo = diskful.length >= 2;
    for (const host of hosts) {
      const isDiskless = !Object.hasOwn(disks, host.name);
      if (isDiskless && (generation === '8.4' || !isOnTwo))
        refusals.push({ code: 'diskless-host', host: host.name });
      if (!isDiskless && metadata !== 'internal' && !Object.hasOwn(metadata, host.name))
        bad('metadata device', host.name);
    }
  }
  for (const host of hosts) {
    // The metadata device of one volume may not be the data of another either.
    const used = volumes.flatMap(({ disks, metadata }) =>
      [disks, ...(metadata === 'internal' ? [] : [metadata])].flatMap((of) =>
        Object.hasOwn(of, host.name) ? [of[host.name] ?? ''] : [],
      ),
    );
    refusals.push(...duplicates(`device on ${host.name}`, used));
  }
  refusals.push(
    ...duplicates(
      'volume',
      volumes.map((volume) => String(volume.volume)),
    ),
    ...duplicates(
      'minor',
      volumes.map((volume) => String(volume.minor)),
    ),
  );
  return refusals;
}

function checkProtection(
  { protection, protocol, hosts }: HafsDescription,
  generation: DrbdGeneration,
): DescriptionRefusal[] {
  if (protection.kind === 'quorum')
    return generation === '8.4' || hosts.length < 3
      ? [{ code: 'quorum-not-possible', hosts: hosts.length }]
      : [];
  const { timeoutSeconds } = protection;
  const refusals: DescriptionRefusal[] = [];
  if (protocol === 'A') refusals.push({ code: 'fencing-needs-synchronous', protocol });
  if (
    timeoutSeconds !== undefined &&
    !(Number.isInteger(timeoutSeconds) && timeoutSeconds >= 10 && timeoutSeconds <= 3600)
  )
    refusals.push({ code: 'out-of-range', option: 'fence-peer --timeout', min: 10, max: 3600 });
  return refusals;
}

function checkOptions(description: HafsDescription, generation: DrbdGeneration): DescriptionRefusal[] {
  const refusals: DescriptionRefusal[] = [];
  for (const [key, value] of Object.entries(description.options)) {
    const [section = '', name = ''] = key.split('.', 2);
    if (RESERVED.has(key)) refusals.push({ code: 'reserved-option', option: key });
    else if (section !== 'net' && section !== 'disk' && section !== 'options')
      refusals.push({ code: 'unknown-option', option: key });
    else {
      const checked = checkOption(section, name, value, generation);
      if (!checked.ok) refusals.push(checked.error);
    }
  }
  for (const [name, line] of Object.entries(description.handlers)) {
    if (RESERVED_HANDLERS.has(name)) refusals.push({ code: 'reserved-option', option: `handlers.${name}` });
    const refusal = checkHandler(name, line, generation);
    if (refusal) refusals.push(refusal);
  }
  const { sharedSecret } = description;
  if (sharedSecret !== undefined) {
    const checked = checkOption('net', 'shared-secret', sharedSecret, generation);
    if (!checked.ok) refusals.push(checked.error);
  }
  return refusals;
}

function duplicates(what: string, values: readonly string[]): DescriptionRefusal[] {
  const twice = values.filter((value, at) => values.indexOf(value) !== at);
  return [...new Set(twice)].map((value) => ({ code: 'duplicate', what, value }));
}
