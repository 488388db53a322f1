/**
 * A form for an agent's parameters, from what the agent says about itself: which fields in which order, what a value
 * looks like when it is written, and which of the answers are changes. Words and looks are the screen's.
 */
import type { AgentMetadata, AgentParameter, ParameterType } from './agent-metadata';
import { type AgentName, agentSpec } from './agent-probes';
import type { Operation } from './operations';
import { isSecretName } from './redact';
import { parseCrmBoolean } from './values';

export type FormValues = Readonly<Record<string, string>>;

export interface ParameterSections {
  readonly required: readonly AgentParameter[];
  readonly common: readonly AgentParameter[];
  readonly advanced: readonly AgentParameter[];
}

/** What administrators set nearly always, although the agent could do without; by agent type. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  IPaddr2: ['cidr_netmask', 'nic', 'arp_count'],
  Filesystem: ['options', 'force_unmount'],
  apache: ['configfile', 'statusurl', 'httpd'],
  drbd: ['drbd_resource'],
  mysql: ['binary', 'config', 'datadir', 'user'],
  pgsql: ['pgdata', 'pgport', 'config'],
  Dummy: ['fake', 'state'],
  nginx: ['configfile', 'httpd', 'status10url'],
  exportfs: ['options', 'unlock_on_stop'],
  LVM_activate: ['tag', 'lvname'],
  fence_ipmilan: ['ip', 'username', 'password_script', 'lanplus', 'privlvl', 'method'],
  fence_redfish: ['ip', 'username', 'password_script', 'systems_uri', 'ssl_insecure'],
  fence_virsh: ['ip', 'username', 'identity_file', 'ssh'],
  fence_apc: ['ip', 'username', 'password_script', 'ssh'],
  fence_sbd: ['devices'],
};

/** Pacemaker gives these to a fence agent itself, or Haven asks for them in its own words. */
const NOT_ASKED = ['action', 'port', 'plug', 'nodename'];

/**
 * Required ones first, then what is usual, the rest for those who look for it. Deprecated ones appear only where they
 * are set.
 * @param given names that have a value already
 */
export function sectionsOf(metadata: AgentMetadata, given: readonly string[] = []): ParameterSections {
  const isFence = metadata.name.startsWith('fence_');
  const usual = COMMON[metadata.name.replaceAll('-', '_')] ?? [];
  const shown = metadata.parameters.filter(
    ({ name, isDeprecated }) =>
      given.includes(name) || (!isDeprecated && !(isFence && NOT_ASKED.includes(name))),
  );
  // A field whose value would be refused is no field; the script that prints the secret is one.
  const fields = shown.filter(({ name }) => given.includes(name) || !isSecretName(name));
  const required = fields.filter(({ isRequired }) => isRequired);
  const rank = (name: string) => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  const common = fields
    .filter(({ name, isRequired }) => !isRequired && (usual.includes(name) || given.includes(name)))
    .sort((a, b) => rank(a.name) - rank(b.name));
  const advanced = fields.filter((each) => !required.includes(each) && !common.includes(each));
  return { required, common, advanced };
}

const PAIRS: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['yes', 'no'],
  ['on', 'off'],
  ['1', '0'],
];

/** Yes and no as this agent spells them: by its default, else as most do. */
export function booleanWords(fallback: string | undefined): readonly [yes: string, no: string] {
  const key = fallback?.toLowerCase();
  return PAIRS.find((pair) => key !== undefined && pair.includes(key)) ?? ['true', 'false'];
}

/** Which of the two a written value means; a spelling of its own stays chosen by its meaning. */
export function booleanChoice(value: string | undefined, fallback: string | undefined): string {
  const meaning = parseCrmBoolean(value);
  if (value === undefined || value === '' || meaning === undefined) return value ?? '';
  const [yes, no] = booleanWords(fallback);
  return meaning ? yes : no;
}

/** Answers that say something: an empty field leaves the agent its own default. */
export const filled = (values: FormValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value.trim() === '' ? [] : [[name, value.trim()]])),
  );

/** A value that stands for a secret which Haven does not know. */
export const isHidden = (value: string | undefined): boolean => value?.includes('•••') === true;

/** Only what differs, as edits: null takes a value away. A hidden one is left as it is. */
export function changedValues(before: FormValues, after: FormValues): Record<string, string | null> {
  const edits: Record<string, string | null> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], (after[name] ?? '').trim()];
    if (isHidden(was) || is === (was ?? '')) continue;
    edits[name] = is === '' ? null : is;
  }
  return edits;
}

export const isTimeLike = (type: ParameterType): boolean => type === 'time' || type === 'integer';

interface WrittenResource {
  readonly id: string;
  readonly agent: AgentName;
  readonly params: FormValues;
  readonly meta?: FormValues;
  readonly operations?: readonly Operation[];
  /** `clone`, `group web`; nothing where it stands alone. */
  readonly around?: string;
}

/** What will be written, in the field's own short notation. The plan shows the exact edit. */
export function resourceText({
  id,
  agent,
  params,
  meta = {},
  operations = [],
  around,
}: WrittenResource): string {
  const quoted = (value: string) => (/^[\w.:/@%+-]+$/.test(value) ? value : JSON.stringify(value));
  const pairs = (values: FormValues) =>
    Object.entries(values)
      .map(([name, value]) => `${name}=${quoted(value)}`)
      .join(' ');
  const lines = [`primitive ${id || '…'} ${agentSpec(agent)}`];
  if (Object.keys(params).length > 0) lines.push(`  params ${pairs(params)}`);
  if (Object.keys(meta).length > 0) lines.push(`  meta ${pairs(meta)}`);
  for (const { name, interval, timeout, role, onFail } of operations) {
    const given = {
      interval,
      ...(timeout ? { timeout } : {}),
      ...(role ? { role } : {}),
      ...(onFail ? { 'on-fail': onFail } : {}),
    };
    lines.push(`  op ${name} ${pairs(given)}`);
  }
  if (around) lines.push(around);
  return lines.join('\n');
}
