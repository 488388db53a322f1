import type { ParseError } from './probe';
import { err } from './result';

/** Longest piece of a node's output that an error may quote (see `ParseError.near`). */
const NEAR_LIMIT = 200;

/**
 * A refused parse.
 * @param what what was expected or wrong, in words for a person
 * @param near the offending text; cut to 200 characters, control characters replaced
 * @param line 1-based line of the input
 */
export function parseError(
  what: string,
  near?: string,
  line?: number,
): { readonly ok: false; readonly error: ParseError } {
  const quoted = near === undefined ? undefined : Array.from(near.slice(0, NEAR_LIMIT), printable).join('');
  return err({
    what,
    ...(line === undefined ? {} : { line }),
    ...(quoted === undefined ? {} : { near: quoted }),
  });
}

function printable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || code === 127 ? '�' : character;
}
