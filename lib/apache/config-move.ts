/**
 * The one edit of Apache's configuration: from one address to another, in `Listen` and `<VirtualHost>`, and nothing else.
 * It is made in every branch of `<IfModule>` and the like, so that it holds whichever of them counts; what the text does
 * not tell (variables, macros, names, words over two lines) refuses the whole edit.
 */
import { err, ok, type Result } from '@/lib/base/result';
import { type ApacheLine, parseApacheConfig, renderApacheConfig } from './config-file';
import { apacheView, placeWords } from './config-view';
import type { ApacheListen } from './types';

export interface ApacheText {
  readonly path: string;
  readonly text: string;
}

export interface MoveRefusal {
  readonly id: 'unclear' | 'duplicate' | 'no-listen';
  readonly path: string;
  /** 0 where no line is to blame. */
  readonly line: number;
  readonly text: string;
}

export interface AddressMove {
  /** Whether an address of the text, `*` for every one, is the one to leave. */
  readonly isFrom: (address: string) => boolean;
  /** IP address to go to, without brackets. */
  readonly to: string;
}

/**
 * @returns every file, also those that stay as they are; refused where an address is not told by the text, where two
 *   `Listen` would name the same place (Apache then does not start), or where nothing listens on the address to leave
 */
export function moveAddress(
  files: readonly ApacheText[],
  move: AddressMove,
): Result<readonly ApacheText[], MoveRefusal> {
  const moved: ApacheText[] = [];
  const seen = new Map<string, Seen>();
  let count = 0;
  for (const { path, text } of files) {
    const lines = parseApacheConfig(text);
    const [open] = apacheView(lines).unclear;
    if (open) return err({ id: 'unclear', path, line: open.line, text: open.text });
    for (const { directive, line, word, place } of placeWords(lines)) {
      if (directive !== 'listen' || !place) continue;
      const isMoved = move.isFrom(place.address);
      if (isMoved) count += 1;
      const target = written(isMoved ? move.to : place.address, place.port);
      const other = seen.get(target);
      // The same words twice are two branches of a condition; what becomes the same is this edit's doing.
      if (other && (isMoved || other.isMoved) && other.word !== word.value)
        return err({ id: 'duplicate', path, line: line.number, text: target });
      seen.set(target, { isMoved, word: word.value });
    }
    moved.push({ path, text: renderApacheConfig(lines.map((line) => movedLine(line, move))) });
  }
  return count === 0 ? err({ id: 'no-listen', path: '', line: 0, text: '' }) : ok(moved);
}

interface Seen {
  readonly isMoved: boolean;
  readonly word: string;
}

const written = (address: string, port?: number): string =>
  `${address.includes(':') ? `[${address}]` : address}${port === undefined ? '' : `:${port}`}`;

function movedLine(line: ApacheLine, { isFrom, to }: AddressMove): ApacheLine {
  let { raw } = line;
  // From the last word to the first, so that earlier ranges stay true.
  for (const { directive, word, place } of placeWords([line]).toReversed()) {
    // A host for every address answers on the new one too.
    if (!place || (directive === 'virtualhost' && place.address === '*') || !isFrom(place.address)) continue;
    const isPortAlone = place.end === 0;
    raw = `${raw.slice(0, word.start + place.start)}${written(to)}${isPortAlone ? ':' : ''}${raw.slice(word.start + place.end)}`;
  }
  return raw === line.raw ? line : { ...line, raw };
}

const isEvery = (address: string): boolean => address === '*';

/**
 * Whether Apache has to stop before it can start with the new text. A reload keeps the old sockets open until the new ones
 * are bound: one address and every address on the same port cannot be open at once, and Apache then ends itself (httpd
 * 2.4, "Binding to Addresses and Ports", on changing Listen at a restart).
 */
export const needsStop = (before: readonly ApacheListen[], after: readonly ApacheListen[]): boolean =>
  after.some((coming) =>
    before.some(
      (held) =>
        held.port === coming.port &&
        held.address !== coming.address &&
        isEvery(held.address) !== isEvery(coming.address),
    ),
  );
