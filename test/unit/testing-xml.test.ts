import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/testing/failure.js';
import { describe as describeDomain } from '../../src/testing/world/describe.js';
import { childOf, parseXml, XmlSyntaxError } from '../../src/testing/world/xml.js';

describe('parseXml', () => {
  it('reads elements, attributes and text', () => {
    const root = parseXml(
      `<?xml version='1.0'?>\n<!-- <a> -->\n<d type="x&amp;y" z = '>'><n>a&lt;b<![CDATA[<&]]>&#65;&#x42;</n><e/><q:e a='1'/></d>\n`,
    );
    expect(root.name).toBe('d');
    expect([...root.attributes]).toEqual([
      ['type', 'x&y'],
      ['z', '>'],
    ]);
    expect(childOf(root, 'n')?.text).toBe('a<b<&AB');
    expect(root.children.map(({ name }) => name)).toEqual(['n', 'e', 'q:e']);
    expect(childOf(undefined, 'n')).toBeUndefined();
  });

  it.each([
    ['', 'there is no element in it'],
    ['<a', 'what begins at character 1 cannot be read'],
    ['<a>', '<a> is not ended'],
    ['<a></b>', '</b> ends nothing'],
    ['</a>', '</a> ends nothing'],
    ['<a/><b/>', 'there is more than one root element'],
    ['<a/>text', 'there is text outside of it'],
    ['<a b="1" b="2"/>', 'the attribute b comes twice'],
    ['<a b=1/>', 'cannot be read'],
    ['<a b="<"/>', 'cannot be read'],
    ['<a>&nbsp;</a>', '&nbsp; is no character'],
    ['<a>& b</a>', '& is no character'],
    ['<a>&#0;</a>', '&#0; is no character'],
    ['<a>&#x110000;</a>', '&#x110000; is no character'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'what begins at character 1 cannot be read'],
    ['<a><!-- -- --></a>', 'cannot be read'],
    ['<a>'.repeat(300), 'it is nested more than 256 deep'],
  ])('refuses %j', (text, message) => {
    expect(() => parseXml(text)).toThrow(XmlSyntaxError);
    expect(() => parseXml(text)).toThrow(message);
  });

  it('takes anything in no time, and throws nothing else', () => {
    const parts = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      'a',
      ' ',
      '&',
      ';',
      '<a>',
      '</a>',
      '<!--',
      '-->',
      '<![CDATA[',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 200 }), (pieces) => {
        try {
          parseXml(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(XmlSyntaxError);
        }
      }),
    );
    for (const text of ['<a ', '<a b="', '<!--', '<a>&', '<a\t'].map((start) => start.padEnd(200_000, start))) {
      const begun = performance.now();
      expect(() => parseXml(text)).toThrow(XmlSyntaxError);
      expect(performance.now() - begun).toBeLessThan(1000);
    }
  });
});

describe('a domain’s description', () => {
  const xml = (rest: string): string => `<domain type='test'><name>n</name><os><type>hvm</type></os>${rest}</domain>`;

  it.each([
    ['<memory>1024</memory>', 1024n],
    ["<memory unit='b'>1025</memory>", 2n],
    ["<memory unit='KB'>1024</memory>", 1000n],
    ["<memory unit='M'>2</memory>", 2048n],
    ["<memory unit='MiB'> 2 </memory>", 2048n],
    ["<memory unit='GiB'>4096</memory>", 2n ** 32n],
    ["<memory unit='TB'>1</memory>", 976_562_500n],
  ])('%s is %s KiB', (memory, expected) => {
    expect(describeDomain(xml(memory)).maxMemory).toBe(expected);
  });

  it('has no more memory than it may, and as many processors as it says', () => {
    const read = describeDomain(xml("<memory>10</memory><currentMemory unit='b'>5120</currentMemory><vcpu>4</vcpu>"));
    expect(read).toMatchObject({ maxMemory: 10n, memory: 5n, vcpus: 4, uuid: null, osType: 'hvm' });
    expect(describeDomain(xml('<memory>10</memory><currentMemory>20</currentMemory>')).memory).toBe(10n);
    expect(() => describeDomain(xml('<memory>0</memory>'))).toThrow(Failure);
  });

  it('takes a name that is written with entities, and gives back what it was', () => {
    const text = "<domain type='test'><name>a&amp;b</name><memory>1</memory><os><type>hvm</type></os></domain>";
    const read = describeDomain(text);
    expect(read.name).toBe('a&b');
    expect(read.xml('u', 7)).toBe(
      text.replace("'test'", "'test' id='7'").replace('</name>', '</name>\n  <uuid>u</uuid>'),
    );
  });
});
