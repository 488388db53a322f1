/**
 * Every CIB of the public corpus (Pacemaker's own scheduler tests), where that folder is present beside the
 * repository. They are not ours to copy; without them these tests skip and say so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attributes, children, parseXml, serialiseXml, type XmlElement } from '@/lib/base/xml';
import { canonicalText } from './canonical';
import { parseCib } from './cib';
import { editAttributes, editLocationConstraint, editNodeAttribute } from './cib-edits';
import { applyCibChanges, type CibChange, inverse, renderCibPatch } from './cib-patch';
import { pathOf } from './cib-path';
import { listPrimitives } from './cib-queries';
import { parseCrmMon } from './crm-mon';
import { listDependencies, primitiveNeeds } from './dependencies';
import { checkCib, checkPacemaker } from './health';
import { parseSimulation } from './simulation';
import type { CibResource } from './types';

const folder = join(import.meta.dirname, '../../../shared/corpus/cib');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
if (files.length === 0) console.warn('SKIPPED: no corpus of CIBs beside the repository');

const load = (name: string): string => readFileSync(join(folder, name), 'utf8');

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const canonical = (xml: string): string => canonicalText(must(parseXml(xml)).root);

/** Counting by text alone, independent of the parser: opening tags outside comments. */
function countTags(xml: string, section: string, tags: readonly string[]): number {
  const plain = xml.replace(/<!--[\s\S]*?-->/g, '');
  const inside = new RegExp(`<${section}>([\\s\\S]*?)</${section}>`).exec(plain)?.[1] ?? '';
  return (inside.match(new RegExp(`<(?:${tags.join('|')})[\\s/>]`, 'g')) ?? []).length;
}

function countKind(resources: readonly CibResource[], kind: CibResource['kind']): number {
  return resources.reduce((sum, resource) => {
    const own = resource.kind === kind ? 1 : 0;
    if (resource.kind === 'primitive') return sum + own;
    const inner = resource.kind === 'group' ? resource.members : resource.child ? [resource.child] : [];
    return sum + own + countKind(inner, kind);
  }, 0);
}

/** Everything a document says, white space between elements aside. */
function tree(element: XmlElement): unknown {
  return [element.tagName, attributes(element), children(element).map(tree)];
}

describe.skipIf(files.length === 0)('the public CIBs', () => {
  it.each(files)('%s is read whole', (name) => {
    const xml = load(name);
    const cib = must(parseCib(xml));
    const inResources = (tags: readonly string[]) => countTags(xml, 'resources', tags);
    expect(cib.nodes).toHaveLength(countTags(xml, 'nodes', ['node']));
    expect(countKind(cib.resources, 'primitive')).toBe(inResources(['primitive']));
    expect(countKind(cib.resources, 'group')).toBe(inResources(['group']));
    expect(countKind(cib.resources, 'clone')).toBe(inResources(['clone', 'master']));
    expect(countKind(cib.resources, 'bundle')).toBe(inResources(['bundle']));
    for (const kind of ['location', 'colocation', 'order', 'ticket'] as const) {
      const counted = countTags(xml, 'constraints', [`rsc_${kind}`]);
      expect(cib.constraints.filter((constraint) => constraint.kind === kind)).toHaveLength(counted);
    }
    expect(new Set(listPrimitives(cib).map(({ primitive }) => primitive.id)).size).toBe(
      inResources(['primitive']),
    );
    // None of these may throw on anything real.
    listDependencies(cib);
    primitiveNeeds(cib);
    checkCib(cib);
  });

  it.each(files)('%s survives a round trip without loss', (name) => {
    const before = must(parseXml(load(name)));
    const text = serialiseXml(before.document);
    const after = must(parseXml(text));
    expect(tree(after.root)).toEqual(tree(before.root));
    expect(serialiseXml(after.document)).toBe(text);
    expect(text.match(/<!--/g)?.length).toBe(load(name).match(/<!--/g)?.length);
  });

  it.each(files)('%s: an edit changes what it says, and its inverse changes it back', (name) => {
    const xml = load(name);
    const untouched = closed(must(applyCibChanges(xml, [])));
    for (const changes of editsFor(xml)) {
      const edited = must(applyCibChanges(xml, changes));
      expect(canonical(edited)).not.toBe(canonical(xml));
      const [change] = changes;
      if (change?.op === 'create') expect(closed(edited.replace(change.xml, ''))).toBe(untouched);
      expect(canonical(must(applyCibChanges(edited, must(inverse(changes, xml)))))).toBe(canonical(xml));
      expect(renderCibPatch(changes, must(parseCib(xml)).version).ok).toBe(true);
    }
  });

  it.each(files)(
    '%s cut short or with a byte changed is refused or read as a CIB, and never throws',
    (name) => {
      const xml = load(name).trimEnd();
      for (const share of [0.1, 0.5, 0.9, 0.999])
        expect(parseCib(xml.slice(0, Math.floor(xml.length * share))).ok).toBe(false);
      const at = (xml.length * 7919) % xml.length || Math.floor(xml.length / 3);
      parseCib(`${xml.slice(0, at)}<${xml.slice(at + 1)}`);
    },
  );
});

/** An element that is empty again is written `<a></a>` where it was `<a/>`. */
const closed = (xml: string): string => xml.replace(/<([\w-]+)([^<>]*)><\/\1>/g, '<$1$2/>');

/** A few edits that fit any CIB: an attribute of a node, a constraint, an attribute of a primitive. */
function editsFor(xml: string): CibChange[][] {
  const cib = must(parseCib(xml));
  const edits: CibChange[][] = [];
  const node = cib.nodes[0];
  const standby = node?.attributes.standby === 'on' ? 'off' : 'on';
  const attribute = node && editNodeAttribute(xml, node.name, 'standby', standby);
  if (attribute?.ok) edits.push(attribute.value);
  const resource = cib.resources[0];
  const wanted = node &&
    resource && { id: 'haven-move-test', resource: resource.id, node: node.name, score: 'INFINITY' };
  const constraint = wanted && editLocationConstraint(xml, wanted);
  if (constraint?.ok) edits.push(constraint.value);
  const root = must(parseXml(xml)).root;
  const first = root.getElementsByTagName('primitive').item(0);
  const renamed = first && editAttributes(xml, pathOf(first), { description: 'x' });
  if (renamed?.ok) edits.push(renamed.value);
  const group = root.getElementsByTagName('rsc_order').item(0);
  if (group) edits.push([{ op: 'delete', path: pathOf(group) }]);
  return edits;
}

const hasTools = spawnSync('crm_mon', ['--version']).status === 0;
if (files.length > 0 && !hasTools)
  console.warn('SKIPPED: pacemaker-cli-utils is not installed, crm_mon was not run');

describe.skipIf(files.length === 0 || !hasTools)("Pacemaker's own words about the public CIBs", () => {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  // A part of them: every file costs two processes.
  it.each(files.filter((_name, index) => index % 8 === 0))(
    'crm_mon and crm_simulate on %s are read',
    (name) => {
      const path = join(folder, name);
      const mon = spawnSync('crm_mon', ['--output-as=xml', '-1', '-m3', '--exclude=operations'], {
        env: { ...env, CIB_file: path },
        encoding: 'utf8',
      });
      if (mon.status === 0) checkPacemaker(must(parseCrmMon(mon.stdout)));
      else expect(parseCrmMon(mon.stdout).ok).toBe(false);
      const simulation = spawnSync('crm_simulate', ['-x', path, '-S', '--output-as=xml'], {
        env,
        encoding: 'utf8',
      });
      if (simulation.status === 0) must(parseSimulation(simulation.stdout));
      else expect(parseSimulation(simulation.stdout).ok).toBe(false);
    },
  );
});
