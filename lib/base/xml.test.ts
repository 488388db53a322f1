import { describe, expect, it } from 'vitest';
import fc from './property.testing';
import { attr, attributes, children, descend, escapeAttribute, parseXml, serialiseXml, textOf } from './xml';

const refused = [
  ['nothing', ''],
  ['white space', ' \n'],
  ['text', 'no such file'],
  ['an unclosed element', '<a><b></b>'],
  ['a cut tag', '<a><b/></'],
  ['crossed elements', '<a><b></a></b>'],
  ['text after the root', '<a/>x'],
  ['a second root', '<a/><b/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['an attribute without value', '<a b/>'],
  ['an attribute twice', '<a b="1" b="2"/>'],
  ['a document type', '<!DOCTYPE a><a/>'],
  ['an entity declaration', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ['an undeclared entity', '<a>&nbsp;</a>'],
  ['a bare ampersand', '<a b="x & y"/>'],
  ['a control character', '<a b="\u0001"/>'],
  ['a NUL', '<a/>\0'],
  ['an unclosed comment', '<a/><!-- '],
  ['nesting without end', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`],
] as const;

describe('parseXml', () => {
  it.each(refused)('refuses %s', (_what, text) => {
    expect(parseXml(text).ok).toBe(false);
  });

  it('refuses a document of another tool, naming both roots', () => {
    expect(parseXml('<cib/>', ['pacemaker-result'])).toEqual({
      ok: false,
      error: { what: 'expected <pacemaker-result>, found <cib>' },
    });
  });

  it('refuses more text than the limit', () => {
    expect(parseXml('<a>aaaaaaaaaaaaaaa</a>', undefined, { maxLength: 10 }).ok).toBe(false);
  });

  it('names the line where it knows it, and never quotes attribute values', () => {
    const result = parseXml('<a>\n<b>\n<c d=hunter2 />\n</b></a>');
    if (result.ok) throw new Error('was accepted');
    expect(result.error.line).toBe(3);
    expect(JSON.stringify(result.error)).not.toContain('hunter2');
  });

  it('keeps comments, CDATA, unknown elements and escaped characters through a round trip', () => {
    const text =
      '<a x="1 &lt; 2 &#10; &quot;"><!-- kept & so --><![CDATA[<raw>]]><new-thing y=""/>t &amp; u</a>';
    const first = parseXml(text);
    if (!first.ok) throw new Error(first.error.what);
    const again = parseXml(serialiseXml(first.value.document));
    if (!again.ok) throw new Error(again.error.what);
    expect(attributes(again.value.root)).toEqual({ x: '1 < 2 \n "' });
    expect(serialiseXml(again.value.document)).toBe(serialiseXml(first.value.document));
    expect(serialiseXml(again.value.document)).toContain('<!-- kept & so -->');
  });

  it('does not count a ">" inside quotes as the end of a tag', () => {
    const text = `<a>${'<b c="x > y"/>'.repeat(1000)}</a>`;
    expect(parseXml(text).ok).toBe(true);
  });

  it('never throws and never accepts a cut document', () => {
    const whole = '<?xml version="1.0"?>\n<r a="1"><!-- c --><x b="&lt;2"><y/>text</x><z c=\'q"\'/></r>';
    for (let length = 0; length < whole.length; length += 1) {
      expect(parseXml(whole.slice(0, length)).ok, whole.slice(0, length)).toBe(false);
    }
    expect(parseXml(whole).ok).toBe(true);
  });

  it('never throws on anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseXml(text)));
    const soup = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '/',
        'a',
        '"',
        "'",
        '=',
        ' ',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '&',
        ';',
        '<?',
        '?>',
        '!',
      ),
    );
    fc.assert(fc.property(soup, (parts) => void parseXml(parts.join(''))));
  });
});

describe('reading elements', () => {
  it('tells an empty attribute from none, and survives hostile names', () => {
    const parsed = parseXml('<a b="" __proto__="x"><c>t</c><d/><c/></a>');
    if (!parsed.ok) throw new Error(parsed.error.what);
    const { root } = parsed.value;
    expect(attr(root, 'b')).toBe('');
    expect(attr(root, 'none')).toBeUndefined();
    expect(Object.keys(attributes(root))).toEqual(['b', '__proto__']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(children(root, 'c')).toHaveLength(2);
    expect(textOf(children(root, 'c')[0] ?? root)).toBe('t');
    expect(descend(root, 'd', 'e')).toBeUndefined();
  });

  it('takes a replacement character for what it is: a document read in a wrong encoding', () => {
    expect(parseXml('<a b="\ufffd"/>')).toMatchObject({ ok: false });
  });

  it('escapes any text so that it reads back the same', () => {
    const printable = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\p{Cc}\p{Cs}\ufffd-\uffff]/u.test(text.replace(/[\t\n\r]/g, '')));
    fc.assert(
      fc.property(printable, (text) => {
        const parsed = parseXml(`<a b="${escapeAttribute(text)}"/>`);
        expect(parsed.ok && attr(parsed.value.root, 'b')).toBe(text);
      }),
    );
  });
});
