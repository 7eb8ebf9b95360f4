/** Writes a large workbook in a process of its own and prints by how many bytes that has raised the process's peak. */
import { writeWorkbook } from '../../shared/sheet/workbook-writer.ts';
import { peakBytes } from '../support/peak.ts';

const [rows, columns] = process.argv.slice(2).map(Number);
if (rows === undefined || columns === undefined) throw new Error('Say how many rows and columns.');

const texts = Array.from({ length: rows }, (_, row) =>
  Array.from({ length: columns }, (_, column) =>
    column % 3 > 0 ? `${row * column}.${row}` : `第${row}行第${column}列`,
  ),
);
const before = peakBytes();
await writeWorkbook([
  {
    name: '表',
    columns: texts[0]?.map((_, column) => ({ width: 12, kind: column % 3 > 0 ? 'amount' : 'text' })) ?? [],
    rows: texts,
    headRows: 0,
  },
]);
console.log(peakBytes() - before);
