import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from '@/lib/base/property.testing';
import { parseResFile, type ResFile, renderResFile, replaceResArgument, statementsOf } from './res-file';
import { quoteResValue, tokenizeRes } from './res-tokens';
import { resIncludes, resResources } from './res-view';

const own = new URL('./fixtures/', import.meta.url);
const corpus = new URL('../../../shared/corpus/drbd/', import.meta.url);
if (!existsSync(corpus)) console.warn('skipped: the corpus of DRBD configurations is not here');

// latin1: one character per byte, so that equality of text is equality of bytes.
const files = [own, ...(existsSync(corpus) ? [corpus] : [])].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.(res|conf)$/.test(name))
    .map((name) => [name, readFileSync(new URL(name, folder), 'latin1')] as const),
);

function read(text: string): ResFile {
  const file = parseResFile(text);
  if (!file.ok) throw new Error(`${file.error.what} in line ${file.error.line}`);
  return file.value;
}

describe.each(files)('%s', (_name, text) => {
  it('comes back byte for byte', () => {
    expect(renderResFile(read(text))).toBe(text);
  });
});

describe('the typed view', () => {
  const of = (name: string) => resResources(read(readFileSync(new URL(name, own), 'utf8')))[0];

  it('reads a resource of the 8.4 grammar', () => {
    expect(of('drbd-84.res')).toMatchObject({
      name: 'r0',
      hosts: [
        { names: ['node1'], family: 'ipv4', address: '10.10.0.1', port: 7788 },
        { names: ['node2'], address: '10.10.0.2' },
      ],
      volumes: [{ volume: 0, device: '/dev/drbd0', minor: 0, disk: '/dev/vg0/r0', metaDisk: 'internal' }],
      options: { 'net.protocol': 'C', 'disk.fencing': 'resource-and-stonith', 'disk.c-max-rate': '400M' },
      handlers: { 'split-brain': '/usr/lib/drbd/notify-split-brain.sh root' },
    });
  });

  it('reads node ids, a diskless tiebreaker and quorum of the 9 grammar', () => {
    const resource = of('drbd-9-quorum.res');
    expect(resource?.hosts.map((host) => host.nodeId)).toEqual([0, 1, 2]);
    expect(resource?.hosts[2]?.volumes).toEqual([{ volume: 0, disk: 'none' }]);
    expect(resource?.options).toMatchObject({ 'options.quorum': 'majority', 'net.protocol': 'C' });
  });

  it('reads floating addresses, IPv6 and includes', () => {
    const file = read(
      'include "drbd.d/*.res";\nresource "x y" { floating ipv6 [fd00::1]:7788 { node-id 1; } }',
    );
    expect(resIncludes(file)).toEqual(['drbd.d/*.res']);
    expect(resResources(file)).toMatchObject([
      {
        name: 'x y',
        line: 2,
        hosts: [{ names: [], family: 'ipv6', address: 'fd00::1', port: 7788, nodeId: 1 }],
      },
    ]);
  });

  it('leaves the shared secret in the file', () => {
    const file = read('resource r { net { shared-secret "hunter2"; verify-alg crc32c; } }');
    expect(JSON.stringify(resResources(file))).not.toContain('hunter2');
    expect(resResources(file)[0]?.options).toEqual({ 'net.verify-alg': 'crc32c' });
  });

  it('does not take a comment for a statement', () => {
    const file = read('resource r { # net { protocol A; }\n protocol C; #}\n}');
    expect(resResources(file)[0]?.options).toEqual({ 'net.protocol': 'C' });
  });
});

describe('an edit', () => {
  it('changes the named argument and no other byte', () => {
    const text = 'resource r {\n\t# keep me\n\tnet { verify-alg  "crc32c" ; } # and me\r\n}';
    const file = read(text);
    const [resource] = file.statements;
    const [net] = statementsOf(resource?.block, 'net');
    const [verify] = statementsOf(net?.block, 'verify-alg');
    if (!verify) throw new Error('not found');
    expect(renderResFile(replaceResArgument(file, verify, 0, 'sha 1"'))).toBe(
      text.replace('"crc32c"', '"sha 1\\""'),
    );
    expect(() => replaceResArgument(file, verify, 1, 'x')).toThrow(RangeError);
    expect(() => replaceResArgument(file, verify, 0, 'a\nb')).toThrow(RangeError);
  });

  it('writes any value so that it reads back, or refuses it', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly what is refused
        if (/[\u0000-\u001f\u007f]/.test(value)) expect(() => quoteResValue(value)).toThrow(RangeError);
        else expect(read(`a ${quoteResValue(value)};`).statements[0]?.arguments).toEqual([value]);
      }),
    );
  });
});

describe('a broken file', () => {
  it.each([
    ['an unterminated string', 'resource "r {\n}', 1],
    ['a missing brace', 'resource r {\n net { }\n', undefined],
    ['a brace too many', 'resource r { }\n}', 2],
    ['a statement without end', 'resource r {\n protocol C\n}', 3],
    ['a block without name', '{ }', 1],
    ['text at the end', 'resource r { } more', undefined],
    ['endless nesting', 'a {'.repeat(5000), 1],
  ])('with %s is refused', (_what, text, line) => {
    const file = parseResFile(text);
    expect(file.ok).toBe(false);
    if (!file.ok) expect(file.error.line).toBe(line);
  });

  it('never throws, and keeps every character in its tokens', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab {};"\\#\n\r\t[]:.'), maxLength: 200 }), (text) => {
        expect(
          tokenizeRes(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
        const file = parseResFile(text);
        if (file.ok) expect(renderResFile(file.value)).toBe(text);
      }),
    );
  });
});
