/**
 * Parameter values against what the agent says it takes. Problems are data; whether one forbids or only warns is
 * said by `isFatal`: agents lie about their own types now and then, but not about what they require.
 */
import type { AgentMetadata, AgentParameter } from './agent-metadata';
import { isSecretName } from './redact';
import { isXmlValue, parseCrmBoolean, parseSpanMs } from './values';

export type ParameterProblem =
  | { readonly kind: 'missing-required'; readonly name: string }
  | { readonly kind: 'unknown-parameter'; readonly name: string }
  | { readonly kind: 'not-boolean'; readonly name: string }
  | { readonly kind: 'not-integer'; readonly name: string }
  | { readonly kind: 'not-time'; readonly name: string }
  | { readonly kind: 'unknown-option'; readonly name: string; readonly options: readonly string[] }
  | { readonly kind: 'deprecated'; readonly name: string; readonly insteadOf?: string }
  /** Another resource of the agent has this value, or these values together. */
  | { readonly kind: 'not-unique'; readonly name: string; readonly with: string }
  /** Holds what XML cannot carry. */
  | { readonly kind: 'invalid-value'; readonly name: string }
  /** Would stand in the CIB for every reader; `use` names the parameter that only points to it, where there is one. */
  | { readonly kind: 'secret'; readonly name: string; readonly use?: string };

/** Whether a resource with that problem cannot work. The others are worth a second look. */
export const isFatal = (problem: ParameterProblem): boolean =>
  ['missing-required', 'unknown-option', 'not-integer', 'invalid-value', 'secret'].includes(problem.kind);

/**
 * @param kind fence devices take Pacemaker's own `pcmk_*` parameters as well, and get `action` and `plug` from it
 */
export function checkParameters(
  metadata: AgentMetadata,
  values: Readonly<Record<string, string>>,
  kind: 'resource' | 'fence-device' = 'resource',
): ParameterProblem[] {
  const known = new Map(metadata.parameters.map((parameter) => [parameter.name, parameter]));
  const problems: ParameterProblem[] = missing(metadata, values, kind);
  for (const [name, value] of Object.entries(values)) {
    const parameter = known.get(name);
    if (!isXmlValue(value)) problems.push({ kind: 'invalid-value', name });
    if (isSecretName(name)) problems.push(secret(metadata, name));
    if (parameter) problems.push(...checkOne(metadata, parameter, value));
    else if (!isCommon(name, kind)) problems.push({ kind: 'unknown-parameter', name });
    else problems.push(...checkFencing(name, value));
  }
  return problems;
}

/**
 * Values that another resource of the same agent has already, where the agent wants them unique: one address in two
 * resources, one file system mounted twice.
 * @param others resources of that agent, without the one that is checked
 */
export function checkUnique(
  metadata: AgentMetadata,
  values: Readonly<Record<string, string>>,
  others: readonly { readonly id: string; readonly params: Readonly<Record<string, string>> }[],
): ParameterProblem[] {
  const groups = new Map<string, string[]>();
  for (const { name, isUnique, uniqueGroup } of metadata.parameters) {
    if (!isUnique) continue;
    const group = uniqueGroup ?? `\0${name}`;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups.values()].flatMap((names) => {
    const [first] = names;
    const isGiven = names.some((name) => values[name] !== undefined);
    const same = others.find(({ params }) => names.every((name) => params[name] === values[name]));
    return first !== undefined && isGiven && same ? [{ kind: 'not-unique', name: first, with: same.id }] : [];
  });
}

/** Pacemaker gives these to a fence agent itself, from the node and its host map. */
const FROM_PACEMAKER = ['action', 'plug', 'port', 'nodename'];

function missing(
  metadata: AgentMetadata,
  values: Readonly<Record<string, string>>,
  kind: 'resource' | 'fence-device',
): ParameterProblem[] {
  const isGiven = (name: string | undefined) => name !== undefined && (values[name] ?? '') !== '';
  return metadata.parameters
    .filter(
      (parameter) =>
        parameter.isRequired &&
        // The new name of a deprecated one is required in its place.
        !parameter.isDeprecated &&
        !isGiven(parameter.name) &&
        !isGiven(parameter.obsoletes) &&
        !(kind === 'fence-device' && FROM_PACEMAKER.includes(parameter.name)),
    )
    .map(({ name }) => ({ kind: 'missing-required', name }));
}

function secret(metadata: AgentMetadata, name: string): ParameterProblem {
  const use = [`${name}_script`, name.replace(/^passwd$/, 'password_script')].find(
    (candidate) =>
      candidate !== name && metadata.parameters.some((parameter) => parameter.name === candidate),
  );
  return use === undefined ? { kind: 'secret', name } : { kind: 'secret', name, use };
}

function checkOne(metadata: AgentMetadata, parameter: AgentParameter, value: string): ParameterProblem[] {
  const { name, type, options } = parameter;
  const problems: ParameterProblem[] = [];
  if (parameter.isDeprecated) {
    const successor = metadata.parameters.find((other) => other.obsoletes === name)?.name;
    problems.push(
      successor === undefined
        ? { kind: 'deprecated', name }
        : { kind: 'deprecated', name, insteadOf: successor },
    );
  }
  if (type === 'boolean' && parseCrmBoolean(value) === undefined)
    problems.push({ kind: 'not-boolean', name });
  if (type === 'integer' && !/^[+-]?\d{1,15}$/.test(value)) problems.push({ kind: 'not-integer', name });
  if (type === 'time' && parseSpanMs(value) === undefined) problems.push({ kind: 'not-time', name });
  if (type === 'select' && !options.includes(value)) problems.push({ kind: 'unknown-option', name, options });
  return problems;
}

const FENCING =
  /^pcmk_(?:host_(?:argument|map|list|check)|delay_(?:max|base)|action_limit|(?:reboot|off|on|list|monitor|status)_(?:action|timeout|retries))$/;
/** `CRM_meta_*` and the operation level are Pacemaker's; `trace_ra` belongs to every agent of the OCF library. */
const COMMON = /^(?:CRM_meta_.*|OCF_CHECK_LEVEL|trace_ra|trace_file)$/;
const HOST_CHECK = ['dynamic-list', 'static-list', 'status', 'none'];

const isCommon = (name: string, kind: 'resource' | 'fence-device'): boolean =>
  COMMON.test(name) ||
  (kind === 'fence-device' && (FENCING.test(name) || name === 'priority' || name === 'provides'));

/** Types of Pacemaker's own parameters (`pacemaker-fenced metadata`, 2.1.5). */
function checkFencing(name: string, value: string): ParameterProblem[] {
  if (/^pcmk_(?:delay_max|\w+_timeout)$/.test(name) && parseSpanMs(value) === undefined)
    return [{ kind: 'not-time', name }];
  // May name nodes since 2.1.2: `node1:5s;node2:0s`.
  if (name === 'pcmk_delay_base' && !/:/.test(value) && parseSpanMs(value) === undefined)
    return [{ kind: 'not-time', name }];
  if (/^pcmk_(?:action_limit|\w+_retries)$/.test(name) && !/^-?\d{1,9}$/.test(value))
    return [{ kind: 'not-integer', name }];
  if (name === 'pcmk_host_check' && !HOST_CHECK.includes(value))
    return [{ kind: 'unknown-option', name, options: HOST_CHECK }];
  return [];
}
