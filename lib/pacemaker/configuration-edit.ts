/** What a person can ask of the configuration, as data, and the edits it comes to. */
import { err, ok, type Result } from '@/lib/base/result';
import { editClusterProperty, editClusterPropertyAway } from './cib-edits';
import type { CibChange, CibChangeError } from './cib-patch';

/** What is asked for in so many words: a form's answer. */
export type ConfigurationRequest = {
  readonly kind: 'option';
  readonly name: string;
  readonly value: string | null;
};

export type ConfigurationEdit =
  | ConfigurationRequest
  /** Edits as they are: the undo of an earlier change. `of` names what it was, for people. */
  | { readonly kind: 'changes'; readonly changes: readonly CibChange[]; readonly of: string };

export type ConfigurationRefusal = { readonly reason: string; readonly objects: readonly string[] };

/** @param cibXml full CIB, secrets included */
export function editsOf(
  cibXml: string,
  edit: ConfigurationEdit,
): Result<readonly CibChange[], ConfigurationRefusal> {
  switch (edit.kind) {
    case 'option':
      return plain(
        edit.value === null
          ? editClusterPropertyAway(cibXml, edit.name)
          : editClusterProperty(cibXml, edit.name, edit.value),
      );
    case 'changes':
      return ok(edit.changes);
  }
}

const plain = (
  edits: Result<CibChange[], CibChangeError>,
): Result<readonly CibChange[], ConfigurationRefusal> =>
  edits.ok ? edits : err({ reason: 'cib', objects: [edits.error.kind] });

/** What is edited, by name: typed to confirm, and shown beside the change. */
export const editLabel = (edit: ConfigurationEdit): string => (edit.kind === 'option' ? edit.name : edit.of);
