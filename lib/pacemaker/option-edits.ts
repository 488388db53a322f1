/** Cluster properties and the defaults of resources and operations, set and removed by name. */
import { descend } from '@/lib/base/xml';
import type { BuiltChange, ChangeRefusal } from './change-refusal';
import { type CibDraft, onDraft } from './cib-draft';
import { findOption, isOptionValue, type OptionRisk, type OptionScope } from './cluster-options';
import { editSectionPairs, type PairEdits, type PairSetName, pairValue } from './pair-edits';
import { parseCrmBoolean } from './values';

const PLACES: Readonly<Record<OptionScope, readonly [section: string, set: PairSetName, newSetId: string]>> =
  {
    cluster: ['crm_config', 'cluster_property_set', 'cib-bootstrap-options'],
    'resource-defaults': ['rsc_defaults', 'meta_attributes', 'rsc_defaults-options'],
    'operation-defaults': ['op_defaults', 'meta_attributes', 'op_defaults-options'],
  };

export interface OptionRules {
  /** Lets names pass that Haven does not know: another version's, or another tool's. */
  readonly allowUnknown?: boolean;
}

/** Sets options, or removes them with null so that the default applies again. */
export function editOptions(
  cibXml: string,
  scope: OptionScope,
  edits: PairEdits,
  rules: OptionRules = {},
): BuiltChange {
  return onDraft(cibXml, (draft) => editOptionsOn(draft, scope, edits, rules));
}

export function editOptionsOn(
  draft: CibDraft,
  scope: OptionScope,
  edits: PairEdits,
  { allowUnknown = false }: OptionRules,
): ChangeRefusal | undefined {
  for (const [name, value] of Object.entries(edits)) {
    const option = findOption(scope, name);
    if (!option && !allowUnknown && value !== null) return { kind: 'unknown-option', name };
    if (option?.isSetByCluster) return { kind: 'set-by-cluster', name };
    if (option && value !== null && !isOptionValue(option, value)) return { kind: 'invalid-value', name };
  }
  const [section, setName, newSetId] = PLACES[scope];
  return editSectionPairs(draft, section, setName, newSetId, edits);
}

export interface OptionWarning {
  readonly name: string;
  readonly risk: OptionRisk;
  /** Weakens what protects data or service, as against only touching it: fencing off, quorum ignored, everything stopped. */
  readonly weakens: boolean;
}

/** What a person must be told before these edits. */
export function optionRisks(scope: OptionScope, edits: PairEdits): OptionWarning[] {
  return Object.entries(edits).flatMap(([name, value]) => {
    const risk = findOption(scope, name)?.risk;
    return risk === undefined
      ? []
      : [{ name, risk, weakens: isWeakening(name, value ?? findOption(scope, name)?.default) }];
  });
}

/** Values of the options above that take protection away. */
function isWeakening(name: string, value: string | undefined): boolean {
  const isOn = parseCrmBoolean(value);
  switch (name) {
    case 'stonith-enabled':
    case 'fencing-enabled':
    case 'startup-fencing':
    case 'symmetric-cluster':
    case 'is-managed':
    case 'enabled':
    case 'enable-startup-probes':
      return isOn !== true;
    case 'maintenance-mode':
    case 'maintenance':
    case 'stop-all-resources':
      return isOn !== false;
    case 'no-quorum-policy':
      return value === 'ignore';
    case 'target-role':
      return value === 'Stopped';
    case 'requires':
      return value === 'nothing' || value === 'quorum';
    case 'on-fail':
      return value === 'ignore' || value === 'block';
    default:
      return false;
  }
}

/** A cluster property as it stands in the draft. */
export function propertyIn(draft: CibDraft, name: string): string | undefined {
  const section = descend(draft.configuration, 'crm_config');
  return section && pairValue(section, 'cluster_property_set', name);
}
