/** The form of a protected service: what is typed, what is wrong with it, and what it asks for. Pure. */

import { isInCidr } from '@/lib/base/address';
import { isPort } from '@/lib/haproxy/proxy-values';
import type { DirectoryNetwork, DirectoryVip } from '@/lib/live/protocol';
import { filesystemResources, listIds } from '@/lib/pacemaker/cib-queries';
import { isResourceName } from '@/lib/pacemaker/names';
import type { CibReading } from '@/lib/pacemaker/types';
import { isUnitName } from '@/lib/systemd/commands';
import { type ProtectService, unitFile } from './service-intents';
import { isHealthPath } from './service-names';

type Cib = Pick<CibReading, 'resources'>;

/** As typed: numbers are text until they are whole. */
export interface ProtectFields {
  readonly name: string;
  readonly unit: string;
  readonly port: string;
  readonly shape: ProtectService['shape'];
  readonly filesystem: string;
  readonly nodes: readonly string[];
  /** Address of a VIP, or `new`. */
  readonly vip: string;
  readonly newAddress: string;
  readonly entrancePort: string;
  readonly mode: 'http' | 'tcp';
  readonly healthPath: string;
}

/** Nothing typed yet: on every node, behind the VIP of the 10G network, with the files on HAFS where there is one. */
export function startFields(
  cib: Cib,
  vips: readonly DirectoryVip[],
  nodes: readonly string[],
): ProtectFields {
  const vip = vips.find((one) => one.networkRole === '10g') ?? vips[0];
  return {
    name: '',
    unit: '',
    port: '',
    shape: 'active-active',
    filesystem: filesystemResources(cib)[0]?.id ?? '',
    nodes,
    vip: vip?.address ?? 'new',
    newAddress: '',
    entrancePort: '',
    mode: 'http',
    healthPath: '',
  };
}

export type ProtectProblem =
  | 'nameInvalid'
  | 'nameTaken'
  | 'unitInvalid'
  | 'portInvalid'
  | 'nodesTooFew'
  | 'addressInvalid'
  | 'healthInvalid';

export type ProtectProblems = Readonly<Partial<Record<keyof ProtectFields, ProtectProblem>>>;

const portOf = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && isPort(Number(text)) ? Number(text) : undefined;

export function problemsOf(
  fields: ProtectFields,
  cib: Cib,
  networks: readonly DirectoryNetwork[],
): ProtectProblems {
  const { name, unit, port, entrancePort, nodes, vip, newAddress, healthPath } = fields;
  const isTaken = [name, `${name}-clone`, vipIdOf(name)].some((id) => listIds(cib).includes(id));
  const home = networks.find((one) => isInCidr(one.cidr, newAddress));
  const found: Partial<Record<keyof ProtectFields, ProtectProblem | ''>> = {
    name: isTaken ? 'nameTaken' : isResourceName(name) ? '' : 'nameInvalid',
    unit: isUnitName(unitFile(unit)) && unitFile(unit).endsWith('.service') ? '' : 'unitInvalid',
    port: portOf(port) === undefined ? 'portInvalid' : '',
    entrancePort: portOf(entrancePort) === undefined ? 'portInvalid' : '',
    nodes: nodes.length < 2 ? 'nodesTooFew' : '',
    newAddress: vip === 'new' && (!home || newAddress.includes(':')) ? 'addressInvalid' : '',
    healthPath: healthPath === '' || isHealthPath(healthPath) ? '' : 'healthInvalid',
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== ''));
}

export const vipIdOf = (name: string): string => `vip_${name}`;

/** What the form asks for; undefined while it does not say enough. */
export function protectIntent(
  fields: ProtectFields,
  cib: Cib,
  networks: readonly DirectoryNetwork[],
): ProtectService | undefined {
  if (Object.keys(problemsOf(fields, cib, networks)).length > 0) return undefined;
  const { name, unit, shape, nodes, filesystem, vip, newAddress, mode, healthPath } = fields;
  const [port, entrancePort] = [portOf(fields.port), portOf(fields.entrancePort)];
  if (port === undefined || entrancePort === undefined) return undefined;
  const address = vip === 'new' ? newAddress : vip;
  const cidr = networks.find((one) => isInCidr(one.cidr, newAddress))?.cidr ?? '';
  const newVip =
    vip === 'new'
      ? { newVip: { id: vipIdOf(name), prefixLength: Number(cidr.slice(cidr.indexOf('/') + 1)) } }
      : {};
  return {
    kind: 'protect-service',
    name,
    unit,
    shape,
    nodes,
    port,
    ...(shape === 'active-standby' && filesystem !== '' ? { filesystem } : {}),
    entrance: { address, port: entrancePort, mode, ...newVip },
    ...(mode === 'http' && healthPath !== '' ? { healthPath } : {}),
  };
}
