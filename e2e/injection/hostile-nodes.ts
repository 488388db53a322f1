/** A node that gives its things hostile names: in what was read of it, in its configuration, and in what is asked of it. */
import { escapeAttribute } from '@/lib/base/xml';
import type { AskedIntent } from '@/lib/plan/types';
import { intent as asked } from '@/lib/usecases/intent-schema';
import { PAYLOADS } from './payloads';
import { type Ground, groundOf, type Tried, tryAsked, tryIntent } from './try-plan';
import { WORLDS, type World, wordsOf } from './worlds';

export interface HostileCase {
  readonly name: string;
  readonly text: string;
  readonly run: (text: string) => Tried;
}

/** Names that stand in the world and that a node gives: of resources, volumes, devices, backends, servers, itself. */
function namesOf(world: World): readonly string[] {
  const facts = JSON.stringify([groundOf(world).facts, world.cibXml]);
  const words = Object.values(wordsOf(world)).flat();
  // Nodes' own names are the inventory's: adopting refuses those that are none (server/adopt/identify).
  const nodes = groundOf(world).facts.nodes.map((node) => node.name);
  return [...new Set(words)].filter(
    (word): word is string =>
      typeof word === 'string' &&
      /^[A-Za-z/][\w./:-]{2,60}$/.test(word) &&
      facts.includes(word) &&
      !nodes.includes(word),
  );
}

export function hostileCases(): readonly HostileCase[] {
  return WORLDS.flatMap((world) =>
    namesOf(world).flatMap((name) =>
      PAYLOADS.map((text) => ({
        name: `${world.name}: ${name}`,
        text,
        run: (with_: string) => {
          // What a page makes of what it was shown; plans that only an undo asks for pass by its schema.
          const intent = renamed(world.file.intent, name, with_);
          const ground = hostile(world, name, with_);
          return asked.safeParse(world.file.intent).success
            ? tryAsked(asked, ground, intent)
            : tryIntent(ground, intent as AskedIntent);
        },
      })),
    ),
  );
}

/** Whole words alone: `connect` is none in `connections`. */
function renamed(value: unknown, name: string, text: string): unknown {
  const word = new RegExp(`(?<![\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'g');
  const rename = (one: unknown): unknown => {
    if (typeof one === 'string') return one.replace(word, () => text);
    if (Array.isArray(one)) return one.map(rename);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, inner]) => [key.replace(word, () => text), rename(inner)]),
    );
  };
  return rename(value);
}

function hostile(world: World, name: string, text: string): Ground {
  const { facts, cibXml } = groundOf(world);
  return {
    facts: renamed(facts, name, text) as Ground['facts'],
    cibXml: cibXml.split(`"${name}"`).join(`"${escapeAttribute(text)}"`),
  };
}
