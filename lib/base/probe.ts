import type { Command } from './command';
import type { Result } from './result';

/** Output that a parser could not read. Never confused with empty output: it becomes `unknown: unparsable`. */
export interface ParseError {
  readonly what: string;
  /** 1-based line in the input, where one can be named. */
  readonly line?: number;
  /** The offending text, bounded to 200 characters. */
  readonly near?: string;
}

/**
 * One read-only command and how to read its output. `parse` gets stdout of a run whose exit code is in
 * `okExitCodes`; it must accept unknown extra fields and must refuse truncated or foreign input with a
 * `ParseError`, never throw, and never read garbage as healthy.
 */
export interface Probe<T> {
  readonly id: string;
  readonly command: Command;
  /** Exit codes whose output is meaningful (default [0]). */
  readonly okExitCodes?: readonly number[];
  /** Exit codes that mean "this tool is not here / not running on this node", which is a fact, not a failure. */
  readonly absentExitCodes?: readonly number[];
  readonly parse: (stdout: string) => Result<T, ParseError>;
}
