/**
 * Every field a person can fill, derived from the schemas themselves: for each place where a text may stand, a sample
 * of the whole that has it there. A field that is added to a schema is tried from then on.
 */
import type { z } from 'zod';

export interface Field {
  /** e.g. `edit-configuration.edit.create-resource.resource.params.*` */
  readonly name: string;
  /** Values of the discriminators on the way, so that a fitting world can be found. */
  readonly kinds: readonly string[];
  readonly fill: (text: string, words: Words) => unknown;
}

/** What stands in the other fields, by the name of the field. */
export type Words = Readonly<Record<string, unknown>>;

interface Def {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
}

const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def;

/** Schemas whose content is one inner schema's. */
const innerOf = ({ innerType, in: source }: Def): z.ZodType | undefined => innerType ?? source;

export function fieldsOf(schema: z.ZodType, name = '', kinds: readonly string[] = []): readonly Field[] {
  const def = defOf(schema);
  const inner = innerOf(def);
  if (inner) return fieldsOf(inner, name, kinds);
  switch (def.type) {
    case 'string':
    // A choice of words is a text too, until the schema has refused it.
    case 'enum':
      return [{ name, kinds, fill: (text) => text }];
    case 'array':
      return fieldsOf(def.element as z.ZodType, `${name}[]`, kinds).map((field) => ({
        ...field,
        fill: (text, words) => [field.fill(text, words), ...enough(schema, words)],
      }));
    case 'record': {
      const value = def.valueType as z.ZodType;
      const key: Field = {
        name: `${name}.(name)`,
        kinds,
        fill: (text, words) => Object.fromEntries([[text, sampleOf(value, words)]]),
      };
      const values = fieldsOf(value, `${name}.*`, kinds).map((field) => ({
        ...field,
        fill: (text: string, words: Words) => ({
          [String(words.recordKey ?? sampleOf(def.keyType as z.ZodType, words, 'recordKey'))]: field.fill(
            text,
            words,
          ),
        }),
      }));
      return [key, ...values];
    }
    case 'union':
      return (def.options ?? []).flatMap((option) => {
        const kind = discriminatorOf(option);
        return fieldsOf(option, kind ? `${name}.${kind}` : name, kind ? [...kinds, kind] : kinds);
      });
    case 'object':
      return Object.entries(def.shape ?? {}).flatMap(([key, part]) =>
        fieldsOf(part, `${name}.${key}`.replace(/^\./, ''), kinds).map((field) => ({
          ...field,
          fill: (text: string, words: Words) => ({
            ...(sampleOf(schema, words) as object),
            [key]: field.fill(text, words),
          }),
        })),
      );
    default:
      return [];
  }
}

/** The word that tells one part of a union from the others. */
function discriminatorOf(schema: z.ZodType): string | undefined {
  const { shape = {} } = defOf(schema);
  for (const part of Object.values(shape)) {
    const { type, values = [] } = defOf(part);
    if (type === 'literal') return String(values[0]);
  }
  return undefined;
}

/** Further elements, where a list needs more than one. */
function enough(schema: z.ZodType, words: Words): readonly unknown[] {
  const element = defOf(schema).element as z.ZodType;
  for (let count = 0; count < 4; count += 1) {
    const rest = Array.from({ length: count }, () => sampleOf(element, words));
    if (schema.safeParse([sampleOf(element, words), ...rest]).success) return rest;
  }
  return [];
}

/** The smallest right value: optional parts are left out, texts are taken from `words` by the name of their field. */
export function sampleOf(schema: z.ZodType, words: Words, key = ''): unknown {
  const def = defOf(schema);
  const given = words[key];
  if (given !== undefined && schema.safeParse(given).success) return given;
  const inner = innerOf(def);
  if (def.type === 'optional') return undefined;
  if (inner) return sampleOf(inner, words, key);
  switch (def.type) {
    case 'string':
      return ['node1', 'a'.repeat(64), '1', 'net.max-buffers', '192.0.2.1', 'someone@example.org'].find(
        (text) => schema.safeParse(text).success,
      );
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'literal':
      return def.values?.[0];
    case 'number':
      return [1, 8_080, 1_073_741_824].find((number) => schema.safeParse(number).success);
    case 'boolean':
      return true;
    case 'array': {
      const one = sampleOf(def.element as z.ZodType, words, key.replace(/s$/, ''));
      return schema.safeParse([]).success ? [] : schema.safeParse([one]).success ? [one] : [one, one];
    }
    case 'record':
      return {};
    case 'union':
      return sampleOf(def.options?.[0] as z.ZodType, words, key);
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {})
          .map(([name, part]) => [name, sampleOf(part, words, name)] as const)
          .filter(([, value]) => value !== undefined),
      );
    default:
      return null;
  }
}

/** Every text in a right value, each to be filled with another: for a form whose parts must fit together. */
export function textsIn(
  value: unknown,
): readonly { readonly name: string; readonly fill: (text: string) => unknown }[] {
  if (typeof value === 'string') return [{ name: '', fill: (text) => text }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner).map(({ name, fill }) => ({
      name: [key, name].filter(Boolean).join('.'),
      fill: (text: string) => {
        const filled = fill(text);
        return Array.isArray(value)
          ? value.map((one, index) => (String(index) === key ? filled : one))
          : { ...value, [key]: filled };
      },
    })),
  );
}
