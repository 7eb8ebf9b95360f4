/** Whatever is uploaded, there is a verdict, and pages or none: never a failure, and never more work than the limits allow. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgePdf } from '../../shared/pdf/judge.ts';
import { pageImages } from '../../shared/pdf/page-images.ts';
import { deflated, type Objects, pdf, plainObjects, stream, updated } from './pdf-maker.ts';
import { said } from './verdict.ts';

const limits = { steps: 5_000_000, inflated: 4_000_000, inflatedAtOnce: 1_000_000 };
const image = stream(
  '/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace[/Indexed/DeviceRGB 1<ff0000ffffff>]',
  'abcd',
);
const objects: Objects = {
  ...plainObjects({ catalogue: '/OpenAction[3 0 R/Fit]/AcroForm<</Fields[7 0 R]>>', page: '/Annots[7 0 R]' }),
  4: deflated('', 'q 5 0 0 5 0 0 cm /Im Do Q BI /W 1 ID x EI'),
  6: image,
  7: '<</FT/Sig/T(s\\(e\\)al)/Rect[0 0 9 9]>>',
};

const samples: Readonly<Record<string, () => Buffer>> = {
  'a file with a table': () =>
    pdf({ ...objects, 3: String(objects[3]).replace('/Font', '/XObject<</Im 6 0 R>>/Font') }),
  'a file with packed objects': () =>
    pdf({ 4: objects[4] ?? '', 6: image }, { packed: { 9: plainObjects() } }),
  'a file with a revision': () => updated(pdf(objects), { 6: image, 8: '<</S/JavaScript/JS(x)>>' }),
  'a hybrid': () => pdf(plainObjects(), { packed: { 9: { 7: '<<>>' } }, contents: 'hybrid' }),
};

function answers(bytes: Uint8Array): void {
  expect(said(judgePdf(bytes, limits))).not.toBe('');
  for (const view of pageImages(bytes, limits)) expect(view.page).toBeGreaterThan(0);
}

describe.each(Object.entries(samples))('%s', (_, sample) => {
  const bytes = sample();

  test('is one that can be read', () => {
    expect(judgePdf(bytes).facts.pages).toBe(1);
  });

  test('with bytes changed', () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    return fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        answers(changed);
      }),
      { numRuns: 1_000 },
    );
  });

  test('with pieces put elsewhere', () => {
    const piece = fc.tuple(fc.nat(bytes.length), fc.nat(80), fc.nat(bytes.length));
    return fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        const moved = pieces.reduce((file, [from, length, to]) => {
          const cut = file.subarray(from, from + length);
          return Buffer.concat([file.subarray(0, to), cut, file.subarray(to)]);
        }, bytes);
        answers(moved);
      }),
      { numRuns: 500 },
    );
  });

  test('cut anywhere', () => {
    for (let length = 0; length <= bytes.length; length += 3) answers(bytes.subarray(0, length));
  });
});

test('any words of the language behind a beginning', () => {
  const word = fc.constantFrom(
    ...[
      '1 0 obj',
      'endobj',
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '1 0 R',
      '2 0 R',
      '/Type',
      '/Pages',
      '/Kids',
      '/Root',
    ],
    ...[
      'stream\n',
      'endstream',
      '/Length 5',
      'xref',
      '0 2',
      '0000000009 00000 n',
      'trailer',
      'startxref',
      '9',
      '%%EOF',
      '/#4',
    ],
    ...[
      '/Prev 9',
      '/XRefStm 9',
      '/N 1/First 4',
      '/Type/XRef',
      '/W[1 2 1]',
      '/Filter/FlateDecode',
      '-',
      '.',
      '\\',
      '%',
      '/OpenAction',
    ],
  );
  return fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), fc.uint8Array({ maxLength: 20 }), (words, bytes) =>
      answers(Buffer.concat([Buffer.from(`%PDF-1.7\n${words.join(' ')}`), bytes])),
    ),
    { numRuns: 1_000 },
  );
});

test('any bytes as any filter’s data', () => {
  const filter = fc.constantFrom(
    'FlateDecode',
    'LZWDecode',
    'ASCII85Decode',
    'ASCIIHexDecode',
    'RunLengthDecode',
  );
  return fc.assert(
    fc.property(
      fc.array(filter, { minLength: 1, maxLength: 3 }),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(15),
      (filters, data, predictor) => {
        const parameters = `/DecodeParms[<</Predictor ${predictor}/Columns 3>>]`;
        const dictionary = `/Filter[${filters.map((name) => `/${name}`).join('')}]${parameters}`;
        answers(
          pdf({
            ...plainObjects(),
            4: stream(dictionary, Buffer.from(data)),
            6: stream(`/N 2/First 5${dictionary}`, Buffer.from(data)),
          }),
        );
      },
    ),
    { numRuns: 1_000 },
  );
});
