/** Files made to cost memory or time; and what is merely too much of a good thing. */
import { deflateRawSync, deflateSync } from 'node:zlib';
import type { Excess } from '../../shared/pdf/work.ts';
import { type Body, bytes, deflated, pdf, plainObjects, stream } from './pdf-maker.ts';
import type { OddPdf } from './verdict.ts';

function costly(excess: Excess, name: string, bytes: () => Buffer): OddPdf {
  return { name, verdict: `too-costly ${excess}`, bytes };
}

/** Large, and yet to be judged to the end. */
function large(verdict: string, name: string, bytes: () => Buffer): OddPdf {
  return { name, verdict, bytes };
}

const mebibyte = 1024 * 1024;

/** Deflated zeros of any length; each block of 32 MiB is deflated once and repeated. */
function zeros(mebibytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(32 * mebibyte), { level: 9, finishFlush: 2 /* Z_SYNC_FLUSH */ });
  return Buffer.concat([
    Buffer.from([0x78, 0xda]),
    ...Array.from({ length: mebibytes / 32 }, () => block),
    Buffer.from([3, 0]),
  ]);
}

function lying(...objects: readonly Body[]): Buffer {
  return pdf({
    ...plainObjects(),
    ...Object.fromEntries(objects.map((object, index) => [index + 6, object])),
  });
}

const bombs: readonly OddPdf[] = [
  costly('inflated', 'a gibibyte of zeros as content', () =>
    pdf({ ...plainObjects(), 4: stream('/Filter/FlateDecode', zeros(1_024)) }),
  ),
  costly('inflated', 'a gibibyte of zeros that nobody refers to', () =>
    lying(stream('/Filter/FlateDecode', zeros(1_024))),
  ),
  costly('inflated', 'a gibibyte of zeros as packed objects', () =>
    lying(stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', zeros(1_024))),
  ),
  costly('inflated', 'a gibibyte of zeros as table of contents', () => {
    const table = stream('/Type/XRef/W[1 4 2]/Size 9/Root 1 0 R/Filter/FlateDecode', zeros(1_024));
    return Buffer.concat([bytes('%PDF-1.7\n6 0 obj\n'), table, bytes('\nendobj\nstartxref\n9\n%%EOF')]);
  }),
  costly('inflated', 'zeros deflated twice', () =>
    lying(stream('/Filter[/FlateDecode/FlateDecode]', deflateSync(zeros(1_024), { level: 9 }))),
  ),
  costly('inflated', 'many streams of a little less than one may have', () => {
    const much = deflated('', Buffer.alloc(15 * mebibyte));
    return lying(much, much, much, much, much);
  }),
  costly('inflated', 'runs of the same byte', () =>
    lying(stream('/Filter/RunLengthDecode', Buffer.alloc(mebibyte, 0x81))),
  ),
  costly('inflated', 'zeros for mail', () =>
    lying(stream('/Filter/ASCII85Decode', Buffer.alloc(12 * mebibyte, 'z'))),
  ),
  costly('inflated', 'more data than the picture has pixels', () =>
    lying(stream('/Subtype/Image/Width 1/Height 1/Filter/FlateDecode', zeros(1_024))),
  ),
  costly('filters', 'ten filters', () => lying(stream(`/Filter[${'/FlateDecode'.repeat(10)}]`, 'x'))),
  costly('filters', 'ten filters on a picture', () =>
    lying(stream(`/Subtype/Image/Width 9/Height 9/Filter[${'/Fl'.repeat(9)}/DCTDecode]`, 'x')),
  ),
  costly('pixels', 'a picture of a million by a million', () =>
    lying(stream('/Subtype/Image/Width 1000000/Height 1000000', 'x')),
  ),
];

function nested(open: string, close: string, depth: number): string {
  return open.repeat(depth) + close.repeat(depth);
}

const mazes: readonly OddPdf[] = [
  costly('depth', 'lists in lists', () => lying(nested('[', ']', 100_000))),
  costly('depth', 'lists that are never closed', () => lying('['.repeat(mebibyte))),
  costly('depth', 'dictionaries in dictionaries', () => lying(nested('<</A', '>>', 100_000))),
  costly('depth', 'a deep tree', () => {
    const branches = Array.from({ length: 5_000 }, (_, index) => [
      index + 10,
      `<</Type/Pages/Kids[${index + 11} 0 R]>>`,
    ]);
    return pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[10 0 R]>>', ...Object.fromEntries(branches) });
  }),
  costly('values', 'a list of a million numbers', () => lying(`[${'1 '.repeat(mebibyte)}]`)),
  costly('values', 'a list of half a million dictionaries', () => lying(`[${'<<>>'.repeat(mebibyte / 2)}]`)),
  costly('objects', 'a million objects', () => bytes(`%PDF-1.7\n${'1 0 obj 1\n'.repeat(1_000_000)}`)),
  costly('objects', 'a million packed objects', () =>
    lying(deflated('/Type/ObjStm/N 1000000/First 20', '1 0 2 0')),
  ),
  costly('objects', 'a table of a million entries', () =>
    bytes(
      `%PDF-1.7\nxref\n0 1000000\n${'0000000000 00000 n \n'.repeat(1_000_000)}trailer\n<<>>\nstartxref\n9\n%%EOF`,
    ),
  ),
  costly('steps', 'streams without an end', () => bytes(`%PDF-1.7\n${'1 0 obj<<>>stream\n'.repeat(90_000)}`)),
  costly('steps', 'objects that each go on to the end', openStrings),
  large('active foreign', 'twenty mebibytes of comment', () =>
    pdf(plainObjects(), { header: `%PDF-1.7\n%${'x'.repeat(19 * mebibyte)}\n` }),
  ),
  large('plain 1', 'a string of twelve mebibytes', () => lying(`(${'x'.repeat(12 * mebibyte)})`)),
  large('plain 1', 'a name of a mebibyte', () => lying(`/${'x'.repeat(mebibyte)}`)),
  large('too-many-pages', '301 pages', () => withPages(301)),
  large('too-many-pages', 'one page 100,000 times', () =>
    pdf({ ...plainObjects(), 2: `<</Type/Pages/Kids[${'3 0 R '.repeat(100_000)}]>>` }),
  ),
  large('too-large', 'a byte more than twenty mebibytes', () =>
    Buffer.concat([pdf(plainObjects()), Buffer.alloc(20 * mebibyte)]),
  ),
];

function withPages(count: number): Buffer {
  const pages = Array.from({ length: count }, (_, index) => [index + 10, '<</Type/Page/Parent 2 0 R>>']);
  const kids = pages.map(([number]) => `${number} 0 R`).join(' ');
  return pdf({ ...plainObjects(), 2: `<</Type/Pages/Kids[${kids}]>>`, ...Object.fromEntries(pages) });
}

/** Strings that are never closed: each object is read to the end of the file. */
function openStrings(): Buffer {
  const strings = Array.from({ length: 20_000 }, (_, index) => [index + 10, '(never closed']);
  return pdf({ ...plainObjects(), ...Object.fromEntries(strings) });
}

export const costlyPdfs: readonly OddPdf[] = [...bombs, ...mazes];
