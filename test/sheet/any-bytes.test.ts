/** Whatever is uploaded, there is an answer: tables or a problem, never a failure. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { workbook } from './zip-maker.ts';

const samples: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'a workbook of ours': () =>
    writeWorkbook([
      { name: '表', columns: [{ width: 9, note: '注' }], rows: [['甲'], ['1.50']], headRows: 1 },
    ]),
  'a workbook of another': async () => workbook({ strings: '<si><t>甲</t></si>' }),
  'a csv': async () => Buffer.from('名称,金额\r\n"甲ABC",1.5\r\n'),
};

async function answers(bytes: Uint8Array): Promise<void> {
  const read = await readTables(bytes);
  expect(read.ok ? 'tables' : read.problem.detail).not.toBe('');
}

describe.each(Object.entries(samples))('%s', (_, sample) => {
  test('with bytes changed', async () => {
    const bytes = await sample();
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        await answers(changed);
      }),
      { numRuns: 1_000 },
    );
  });

  test('cut anywhere', async () => {
    const bytes = await sample();
    for (let length = 0; length < bytes.length; length += 1 + (bytes.length >> 9))
      await answers(bytes.subarray(0, length));
  });
});

test('any bytes behind any beginning', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('', '504b0304', '504b0506', 'd0cf11e0a1b11ae1', 'efbbbf', '22'),
      fc.uint8Array({ maxLength: 200 }),
      (beginning, bytes) => answers(Buffer.concat([Buffer.from(beginning, 'hex'), bytes])),
    ),
    { numRuns: 1_000 },
  ));
