/** Files that are no PDF, another file besides, locked, damaged, or without pages. */
import { zip } from '../sheet/zip-maker.ts';
import { type Body, bytes, pdf, plainObjects, stream, updated } from './pdf-maker.ts';
import type { OddPdf } from './verdict.ts';

function odd(verdict: string, name: string, bytes: () => Buffer): OddPdf {
  return { name, verdict, bytes };
}

const good = () => pdf(plainObjects());
const behind = (data: Body) => Buffer.concat([good(), bytes(data)]);
const before = (data: Body) => Buffer.concat([bytes(data), good()]);
const archive = () => zip([{ name: 'a.exe', content: 'MZ' }]);
/** Bytes without a pattern and without a meaning. */
const noise = (length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (index * index * 2654435761) >>> 13));
const end = 'startxref\n0\n%%EOF\n';

const others: readonly OddPdf[] = [
  odd('empty', 'nothing', () => Buffer.alloc(0)),
  odd('not-pdf', 'one byte', () => bytes('%')),
  odd('not-pdf', 'text', () => bytes('report')),
  odd('not-pdf', 'a picture renamed', () => bytes('\xff\xd8\xff\xe0\x00\x10JFIF')),
  odd('not-pdf', 'a zip renamed', archive),
  odd('not-pdf', 'a blank before the beginning', () => before('\n')),
  odd('not-pdf', 'a mark of byte order before the beginning', () => before('\xef\xbb\xbf')),
  odd('not-pdf', 'a kilobyte before the beginning', () => before(Buffer.alloc(1_000))),
  odd('not-pdf', 'a page of the web with a PDF inside', () => before('<html><!--')),
  odd('not-pdf', 'a script with a PDF in a comment', () => before('/*')),
  odd('not-pdf', 'a picture with a PDF inside', () => before('\xff\xd8\xff\xfe\x10\x00')),
  odd('not-pdf', 'a program with a PDF inside', () => before('MZ')),
  odd('not-pdf', 'a zip with a PDF inside', () => zip([{ name: 'a.pdf', content: good(), stored: true }])),
  odd('not-pdf', 'in small letters', () => bytes(good().toString('latin1').replace('%PDF', '%pdf'))),
];

const twofold: readonly OddPdf[] = [
  odd('active foreign', 'a zip behind the end', () => behind(archive())),
  odd('active foreign', 'a zip in the last stream', () =>
    pdf({ ...plainObjects(), 6: stream('', archive()) }),
  ),
  odd('active foreign', 'a zip between objects', () =>
    Buffer.concat([
      bytes('%PDF-1.7\n'),
      archive(),
      pdf(plainObjects(), { header: '', shift: 0, contents: 'none' }),
      bytes(end),
    ]),
  ),
  odd('active foreign', 'a zip behind the end, and an end behind the zip', () =>
    behind(Buffer.concat([archive(), bytes(`\n${end}`)])),
  ),
  odd('active foreign', 'a page of the web behind the end', () => behind('<html><body>x</body></html>')),
  odd('active foreign', 'a page of the web in the first line', () =>
    pdf(plainObjects(), { header: '%PDF-1.7 <html><script>alert(1)</script>\n' }),
  ),
  odd('active foreign', 'a page of the web in the first string', () =>
    pdf({ ...plainObjects({ catalogue: '/Lang(<ScRiPt src=x>)' }) }),
  ),
  odd('active foreign', 'a program of a web server', () => behind('<?php system($_GET[0]);')),
  odd('active foreign', 'a picture behind the end', () => behind('\xff\xd8\xff\xe0\x00\x10JFIF')),
  odd('active foreign', 'another picture behind the end', () => behind('\x89PNG\r\n\x1a\n')),
  odd('active foreign', 'a rar behind the end', () => behind('Rar!\x1a\x07\x00')),
  odd('active foreign', 'a long script behind the end', () => behind(`${'var a = 1; '.repeat(200)}`)),
  odd('active foreign', 'a megabyte behind the end', () => behind(noise(1_048_576))),
  odd('active foreign', 'two kilobytes between objects', () =>
    Buffer.concat([bytes('%PDF-1.7\n'), noise(2_048), pdf(plainObjects(), { header: '', contents: 'none' })]),
  ),
  odd('active foreign', 'a long comment', () =>
    pdf(plainObjects(), { header: `%PDF-1.7\n%${'x'.repeat(5_000)}\n` }),
  ),
  odd('active foreign', 'a PDF behind the end', () => behind(good())),
  odd('active foreign', 'an archive of tapes', () => marked(257, 'ustar')),
  odd('active foreign', 'a picture of a hospital', () => marked(128, 'DICM')),
  odd('active foreign', 'a disc', () => marked(32_769, 'CD001')),
];

/** A mark at a place of the file, inside a stream. */
function marked(at: number, mark: string): Buffer {
  const make = (text: string) => pdf({ 1: stream('', text), ...moved() }, { trailer: '/Root 2 0 R' });
  const start = make('').indexOf('stream\n') + 7;
  return make(`${'x'.repeat(at - start - String(at).length + 1)}${mark}`.padEnd(at));
}

function moved(): Record<number, Body> {
  return {
    2: '<</Type/Catalog/Pages 3 0 R>>',
    3: '<</Type/Pages/Kids[4 0 R]>>',
    4: '<</Type/Page/Parent 3 0 R>>',
  };
}

const locked: readonly OddPdf[] = [
  odd('encrypted', 'a password', () =>
    pdf({ ...plainObjects(), 6: '<</Filter/Standard/V 4/R 4>>' }, { trailer: '/Encrypt 6 0 R' }),
  ),
  odd('encrypted', 'a password in the trailer itself', () =>
    pdf(plainObjects(), { trailer: '/Encrypt<</Filter/Standard/V 2>>' }),
  ),
  odd('encrypted', 'a password, its key escaped', () =>
    pdf(plainObjects(), { trailer: '/Encr#79pt<</Filter/Standard/V 2>>' }),
  ),
  odd('encrypted', 'a password, the table in a stream', () =>
    pdf(plainObjects(), { contents: 'stream', trailer: '/Encrypt<</V 5>>' }),
  ),
  odd('encrypted', 'a password of an older revision', () =>
    updated(pdf(plainObjects(), { trailer: '/Encrypt<</V 2>>' }), { 6: '1' }),
  ),
  odd('encrypted', 'a password, the table broken', () =>
    pdf(plainObjects(), { trailer: '/Encrypt<</V 2>>', startxref: 9 }),
  ),
  odd('encrypted', 'packed objects that only the password opens', () =>
    pdf(
      { 4: stream('', noise(64)), 9: stream('/Type/ObjStm/N 4/First 20/Filter/FlateDecode', noise(300)) },
      { trailer: '/Encrypt<</V 5>>' },
    ),
  ),
  odd('encrypted', 'a password and a script', () =>
    pdf({ ...plainObjects(), 6: '<</S/JavaScript/JS(x)>>' }, { trailer: '/Encrypt<</V 2>>' }),
  ),
];

const damaged: readonly OddPdf[] = [
  odd('unreadable no-catalogue', 'a first line alone', () => bytes('%PDF-1.7\n')),
  odd('unreadable no-catalogue', 'a first line and noise', () => bytes('%PDF-1.7\nreport report report')),
  odd('unreadable no-catalogue', 'no catalogue', () => pdf({ 4: '<<>>' })),
  odd('unreadable no-catalogue', 'a catalogue without a tree', () => pdf({ 1: '<</Type/Catalog>>' })),
  odd('unreadable broken-tree', 'a tree that is a number', () => pdf({ ...plainObjects(), 2: '7' })),
  odd('unreadable broken-tree', 'an object that is itself', () => pdf({ ...plainObjects(), 2: '2 0 R' })),
  odd('unreadable broken-tree', 'objects that are each other', () =>
    pdf({ ...plainObjects(), 2: '6 0 R', 6: '2 0 R' }),
  ),
  odd('unreadable broken-tree', 'a tree that grows out of itself', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[2 0 R]>>' }),
  ),
  odd('unreadable broken-tree', 'a tree that leads back to its root', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[3 0 R 6 0 R]>>', 6: '<</Type/Pages/Kids[2 0 R]>>' }),
  ),
  odd('unreadable broken-tree', 'a branch twice', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[6 0 R 6 0 R]>>', 6: '<</Type/Pages/Kids[3 0 R]>>' }),
  ),
  odd('unreadable broken-tree', 'a page that is not there', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[3 0 R 66 0 R]>>' }),
  ),
  odd('unreadable cut', 'cut within a picture', () =>
    pdf({ ...plainObjects(), 6: stream('/Subtype/Image/Width 9/Height 9', noise(5_000)) }).subarray(0, 3_000),
  ),
  odd('unreadable broken-tree', 'cut behind the first page', () => {
    const pages = { ...plainObjects(), 2: '<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>', 8: '<</Type/Page>>' };
    const file = pdf(pages);
    return file.subarray(0, file.indexOf('8 0 obj'));
  }),
  odd('unreadable closed', 'packed objects that cannot be unpacked', () =>
    pdf({ ...plainObjects(), 9: stream('/Type/ObjStm/N 4/First 20/Filter/FlateDecode', noise(300)) }),
  ),
  odd('unreadable closed', 'objects packed in an unknown way', () =>
    pdf({ ...plainObjects(), 9: stream('/Type/ObjStm/N 1/First 4/Filter/Zstd', '6 0 7') }),
  ),
  odd('no-pages', 'no pages', () => pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[]/Count 0>>' })),
  odd('no-pages', 'no pages, whatever they count', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[]/Count 5>>' }),
  ),
  odd('no-pages', 'branches without a page', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[6 0 R]>>', 6: '<</Type/Pages/Kids[]>>' }),
  ),
  odd('no-pages', 'no pages and a script', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[]>>', 6: '<</S/JavaScript>>' }),
  ),
];

export const deceptivePdfs: readonly OddPdf[] = [...others, ...twofold, ...locked, ...damaged];
