/**
 * Takes secrets out of CIB text before anything stores, shows or sends it (reference 2.5.4, invariant 33). Paths
 * to scripts and files that hold a secret are no secret and stay. What cannot be parsed is redacted by pattern,
 * never passed through.
 */
import { attr, attributes, parseXml, serialiseXml, walk, type XmlElement } from '@/lib/base/xml';

export const REDACTED = '•••';

const SECRET =
  /pass(?:word|wd|phrase|code)?$|passw(?:or)?d|passphrase|secret|community|token|credential|private[_-]?key|api[_-]?key/i;
/** Names that only point to a secret, or are a number about one. */
const POINTS_TO_SECRET = /(?:[_-](?:script|file|path|timeout|type)|^identity_file)$/i;

/** Whether a parameter of this name holds a secret: `password`, `passwd`, `shared_secret`, `community`, … */
export const isSecretName = (name: string): boolean => SECRET.test(name) && !POINTS_TO_SECRET.test(name);

export const redactValue = (name: string, value: string): string => (isSecretName(name) ? REDACTED : value);

/** Redacts below `from`, in place: `value` of name/value pairs, and attributes that are named like a secret. */
export function redactElement(from: XmlElement): void {
  for (const element of walk(from)) {
    const name = attr(element, 'name');
    if (name !== undefined && isSecretName(name) && element.hasAttribute('value')) {
      element.setAttribute('value', REDACTED);
    }
    for (const own of Object.keys(attributes(element))) {
      if (own !== 'name' && own !== 'id' && isSecretName(own)) element.setAttribute(own, REDACTED);
    }
  }
}

/**
 * A CIB (or any CIB fragment) for raw evidence, secrets replaced.
 * @param xml document text; text that is no XML is redacted line by line instead
 */
export function redactCibText(xml: string): string {
  const parsed = parseXml(xml);
  if (!parsed.ok) return redactMessage(xml);
  redactElement(parsed.value.root);
  return serialiseXml(parsed.value.document);
}

const PAIR_NAME_FIRST = /(\bname=(["'])([^"']*)\2[^<>]*?\bvalue=)(?:"[^"]*"?|'[^']*'?)/g;
const PAIR_VALUE_FIRST = /(\bvalue=)(?:"[^"]*"|'[^']*')([^<>]*?\bname=(["'])([^"']*)\3)/g;
const ASSIGNMENT =
  /([\w-]*(?:pass|secret|community|token|credential|key)[\w-]*)(\s*[=:]\s*)("[^"]*"?|'[^']*'?|[^\s<>"',;]+)/gi;

/** HAProxy's and DRBD's ways to write a secret without a sign between name and value; their errors quote whole lines. */
const SECRET_WORDS =
  /\b(shared-secret|insecure-password|password|stats\s+auth|auth-pass|secret)(\s+)("[^"]*"|'[^']*'|\S+)/gi;

export const redactWords = (text: string): string => text.replace(SECRET_WORDS, `$1$2${REDACTED}`);

/** Redacts tool messages and broken XML by pattern: name/value pairs in both orders, `name=value` and `name value` words. */
export function redactMessage(text: string): string {
  return redactWords(text)
    .replace(PAIR_NAME_FIRST, (all: string, before: string, _quote: string, name: string) =>
      isSecretName(name) ? `${before}"${REDACTED}"` : all,
    )
    .replace(PAIR_VALUE_FIRST, (all: string, value: string, rest: string, _quote: string, name: string) =>
      isSecretName(name) ? `${value}"${REDACTED}"${rest}` : all,
    )
    .replace(ASSIGNMENT, (all: string, name: string, sign: string) =>
      isSecretName(name) ? `${name}${sign}${REDACTED}` : all,
    );
}

/**
 * The end of a tool's error output, fit to keep: on a schema error `cibadmin` prints the whole CIB first and the
 * reason last (reference 2.5.4). Lines that look like markup are dropped.
 * @param maxLines how many lines to keep
 */
export function lastErrorLines(stderr: string, maxLines = 4): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(
      (line) =>
        line !== '' &&
        !/^\s*(?:\d+:?\s*)?<|^\s*(?:[a-z]*:\s*)?\d+\s*<|(?:=["'][^"']*["']\s*){2,}\/?>/i.test(line),
    );
  return redactMessage(lines.slice(-maxLines).join('\n')).slice(0, 1000);
}
