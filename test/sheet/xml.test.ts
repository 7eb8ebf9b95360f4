import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refused } from '../../shared/sheet/file-problem.ts';
import { attributesOf, readXml } from '../../shared/sheet/xml.ts';

/** What is heard of a text that comes in pieces of a length; texts in a row are one. */
async function heard(xml: string, pieceBytes = 64 * 1024): Promise<string> {
  const bytes = Buffer.from(xml);
  const events: string[] = [];
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  await readXml(pieces(), {
    open: (name, attributes) => events.push(`<${name}${[...attributesOf(attributes)].join(' ')}>`),
    text: (text) => events.push(text),
    close: (name) => events.push(`</${name}>`),
  });
  return events.join('');
}

async function problem(xml: string, pieceBytes?: number): Promise<string> {
  try {
    await heard(xml, pieceBytes);
    return 'taken';
  } catch (error) {
    if (error instanceof Refused) return error.problem.kind;
    throw error;
  }
}

const text = `<?xml version="1.0"?><!-- <no> --><x:a b='1>2' x:c = "&lt;&quot;&#10;">一&amp;二\r\n三<![CDATA[<&]]>
  <d/><e f=""></e>📈</x:a>\n`;
const expected = '<ab,1>2 c,<"\n>一&二\n三<&\n  <d></d><ef,></e>📈</a>';

describe('XML comes as it is written, however it is cut', () => {
  test('in one piece', async () => expect(await heard(text)).toBe(expected));

  test('in pieces of any length', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (length) => {
        expect(await heard(text, length)).toBe(expected);
      }),
    ));

  test('with a byte order mark', async () => expect(await heard('\ufeff<a/>')).toBe('<a></a>'));
});

describe('what is no XML, or more than a workbook needs, is refused', () => {
  test.each([
    ['', 'damaged'],
    ['text', 'damaged'],
    ['<a>', 'damaged'],
    ['<a', 'damaged'],
    ['<a></b>', 'damaged'],
    ['</a>', 'damaged'],
    ['<a/><b/>', 'damaged'],
    ['<a/>text', 'damaged'],
    ['<a>&nbsp;</a>', 'damaged'],
    ['<a>&amp</a>', 'damaged'],
    ['<a>&constructor;</a>', 'damaged'],
    ['<a>&#0;</a>', 'damaged'],
    ['<a>&#x110000;</a>', 'damaged'],
    ['<a>\0</a>', 'damaged'],
    ['<a b=1/>', 'damaged'],
    ['<a b="1"c="2"/>', 'damaged'],
    ['<a b="<"/>', 'damaged'],
    ['<a><!-- </a>', 'damaged'],
    ['<!DOCTYPE a><a/>', 'dtd'],
    ['<a><!ENTITY b "c"></a>', 'dtd'],
    [`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`, 'damaged'],
    [`<a b="${'x'.repeat(1_200_000)}"/>`, 'damaged'],
  ])('%#: %.40j', async (xml, kind) => {
    expect(await problem(xml)).toBe(kind);
    if (xml.length < 1_000) expect(await problem(xml, 1)).toBe(kind);
  });

  test('bytes that are no UTF-8', async () => {
    async function* pieces() {
      yield Buffer.from('3c613ec4e33c2f613e', 'hex');
    }
    await expect(readXml(pieces(), { open: () => undefined })).rejects.toMatchObject({ message: 'damaged' });
  });

  test.each([
    ['a name without end', `<${'a'.repeat(900_000)}`],
    ['a name that is no tag', `<${'a'.repeat(900_000)}<>`],
    ['attributes without end', `<a ${'b="" '.repeat(200_000)}`],
    ['quotes without end', `<a ${'"'.repeat(900_001)}`],
  ])('%s costs no more than its length', async (_, xml) => {
    expect(await problem(xml)).toBe('damaged');
  });
});
