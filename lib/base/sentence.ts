/** A sentence as data: which message, and what goes into it. Words are chosen where it is read. */
export interface Sentence {
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
}
