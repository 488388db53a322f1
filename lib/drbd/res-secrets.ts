/**
 * Secrets of a resource file stay on the node: a plan, which is stored and shown, holds the text with places for them,
 * and they are put back from the node's own file right before the new text is written there.
 */
const SECRET = /(\b(?:shared-secret|tls-privkey|tls-keyring)\s+)("(?:[^"\\\n]|\\.)*"|[^\s;"]+)/g;

/** The text with a numbered place for each secret, in the order they stand. */
export function withoutResSecrets(text: string): string {
  let count = 0;
  return text.replace(SECRET, (_all, name: string) => {
    count += 1;
    return `${name}"{{secret ${count}}}"`;
  });
}

/**
 * Puts the secrets of `file` into the places of `text`. The caller compares the hash of what comes out with the one
 * that was reviewed: a file whose secrets moved gives another text, and is never written.
 */
export function withResSecrets(text: string, file: string): string {
  const secrets = Array.from(file.matchAll(SECRET), (match) => match[2] ?? '');
  return text.replace(
    /"\{\{secret (\d{1,3})\}\}"/g,
    (all, number: string) => secrets[Number(number) - 1] ?? all,
  );
}
