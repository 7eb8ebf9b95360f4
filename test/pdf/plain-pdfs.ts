/** Files that are to be taken: what scanners, office programs, printers' drivers and e-seal programs write, with their habits and faults. */
import { deflateSync } from 'node:zlib';
import {
  type Body,
  bytes,
  deflated,
  type Objects,
  objectStream,
  pdf,
  plainObjects,
  stream,
  updated,
} from './pdf-maker.ts';
import type { OddPdf } from './verdict.ts';

function plain(name: string, bytes: () => Buffer, verdict = 'plain 1'): OddPdf {
  return { name, verdict, bytes };
}

/** Catalogue, tree and page with something more. */
function more(parts: Parameters<typeof plainObjects>[0], objects: Objects = {}): Buffer {
  return pdf({ ...plainObjects(parts), ...objects });
}

function withPages(count: number, page = ''): Record<number, Body> {
  const kids = Array.from({ length: count }, (_, index) => index + 10);
  const pages = kids.map((number) => [number, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]${page}>>`]);
  return {
    1: '<</Type/Catalog/Pages 2 0 R>>',
    2: `<</Type/Pages/Count ${count}/Kids[${kids.map((number) => `${number} 0 R`).join(' ')}]>>`,
    ...Object.fromEntries(pages),
  };
}

const picture = '/Type/XObject/Subtype/Image/Width 2480/Height 3508';
const scanObjects: Objects = {
  ...plainObjects(),
  3: '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>/ProcSet[/PDF/ImageC]>>/Rotate 0>>',
  4: stream('', 'q 595.28 0 0 841.89 0 0 cm /Im0 Do Q'),
  5: stream(
    `${picture}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
    '\xff\xd8\xff\xe0 1 0 obj <</JS(x)>> endobj \xff\xd9',
  ),
};

const seal: Objects = {
  ...plainObjects({ catalogue: '/AcroForm<</SigFlags 3/Fields[6 0 R]>>', page: '/Annots[6 0 R]' }),
  6: '<</Type/Annot/Subtype/Widget/FT/Sig/T(seal)/Rect[300 100 420 220]/F 132/P 3 0 R/V 7 0 R/AP<</N 8 0 R>>>>',
  7: '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 100 200 300]/Contents<308201>/M(D:20220715)>>',
  8: stream('/Type/XObject/Subtype/Form/BBox[0 0 120 120]', '1 0 0 RG 4 w 60 60 m 10 10 l S'),
};

/** The first page's table at the beginning, the other at the end, as programs write files for slow lines. */
function linearized(): Buffer {
  const objects = plainObjects();
  const head = '%PDF-1.5\n%\xe2\xe3\xcf\xd3\n';
  const parameters = '9 0 obj\n<</Linearized 1/L 2000/H[500 20]/O 3/E 900/N 1/T 1500>>\nendobj\n';
  const first = (main: number, at: readonly number[]): string =>
    `xref\n3 3\n${at.slice(2, 5).map(row).join('')}trailer\n<</Size 10/Root 1 0 R/Prev ${String(main).padStart(6, ' ')}>>\nstartxref\n0\n%%EOF\n`;
  const placeholder = first(0, [0, 0, 0, 0, 0]);
  const places: number[] = [];
  let body = '';
  const start = head.length + parameters.length + placeholder.length;
  for (const [number, content] of Object.entries(objects)) {
    places.push(start + body.length);
    body += `${number} 0 obj\n${bytes(content).toString('latin1')}\nendobj\n`;
  }
  const main = start + body.length;
  const last = `xref\n0 3\n0000000000 65535 f \n${places.slice(0, 2).map(row).join('')}trailer\n<</Size 3>>\nstartxref\n${head.length + parameters.length}\n%%EOF\n`;
  return bytes(`${head}${parameters}${first(main, places)}${body}${last}`);
}

function row(place: number): string {
  return `${String(place).padStart(10, '0')} 00000 n \n`;
}

/** A table of contents in a stream whose rows are written as differences to the row above, the habit of most programs. */
function predicted(): Buffer {
  const file = pdf(plainObjects(), { contents: 'none', header: '%PDF-1.5\n' });
  const text = file.toString('latin1');
  const places = [1, 2, 3, 4, 5].map((number) => text.indexOf(`${number} 0 obj`));
  const rows = [[0, 0], ...places.map((place) => [1, place]), [1, file.length]].map(
    ([kind = 0, place = 0]) => [kind, place >> 8, place & 255],
  );
  const packed = rows.flatMap((own, index) => [
    2,
    ...own.map((byte, column) => (byte - (rows[index - 1]?.[column] ?? 0)) & 255),
  ]);
  const table = stream(
    '/Type/XRef/Size 7/W[1 2 0]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 3>>',
    deflateSync(Buffer.from(packed)),
  );
  return Buffer.concat([
    file,
    bytes('6 0 obj\n'),
    table,
    bytes(`\nendobj\nstartxref\n${file.length}\n%%EOF`),
  ]);
}

const programs: readonly OddPdf[] = [
  plain('a page of text', () => pdf(plainObjects())),
  plain('a scan, its JPEG with what looks like an object', () =>
    pdf(scanObjects, { header: '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n' }),
  ),
  plain('lines that end with CR and LF', () => pdf(plainObjects(), { eol: '\r\n' })),
  plain('lines that end with CR', () => pdf(plainObjects(), { eol: '\r' })),
  plain('PDF 2.0', () => pdf(plainObjects(), { header: '%PDF-2.0\n', contents: 'stream' })),
  plain('a table of contents in a stream', () => pdf(plainObjects(), { contents: 'stream' })),
  plain('the same with differences', predicted),
  plain('objects in an object stream', () => {
    const { 4: content = '', ...packed } = plainObjects();
    return pdf({ 4: content }, { packed: { 9: packed } });
  }),
  plain('a hybrid for old and new programs', () => {
    const { 5: font = '', ...open } = plainObjects();
    return pdf(open, { packed: { 9: { 5: font } }, contents: 'hybrid' });
  }),
  plain('the first page first', linearized),
  plain(
    'a page added later',
    () => {
      const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>';
      return updated(pdf(plainObjects()), { 2: '<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>', 6: page });
    },
    'plain 2',
  ),
  plain('an update by a stream to a file with a table', () =>
    updated(pdf(plainObjects()), { 5: '<</Type/Font>>' }, { contents: 'stream' }),
  ),
  plain('300 pages', () => pdf(withPages(300)), 'plain 300'),
  plain('pages turned', () => pdf(withPages(4, '/Rotate 270')), 'plain 4'),
  plain(
    'a tree of several levels',
    () =>
      pdf({
        ...plainObjects(),
        2: '<</Type/Pages/Kids[6 0 R 6 0 R]/Count 2>>'.replace('6 0 R 6 0 R', '6 0 R 7 0 R'),
        6: '<</Type/Pages/Kids[3 0 R]>>',
        7: '<</Kids[8 0 R]>>',
        8: '<</Type/Pages/Kids[3 0 R]>>',
      }),
    'plain 2',
  ),
  plain('a fax in black and white', () =>
    pdf({
      ...scanObjects,
      5: stream(
        `${picture}/ImageMask true/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2480>>`,
        'fax',
      ),
    }),
  ),
  plain('content wrapped for mail and in runs', () =>
    more({}, { 4: stream('/Filter[/ASCIIHexDecode/RunLengthDecode]', '01712080>') }),
  ),
  plain('content in LZW', () =>
    more({}, { 4: stream('/Filter/LZWDecode', Buffer.from('800b6050220c0c8501', 'hex')) }),
  ),
  plain('metadata, bookmarks, layers, marks for readers', () =>
    more(
      {
        catalogue:
          '/Metadata 6 0 R/Outlines 7 0 R/OCProperties<</OCGs[]/D<<>>>>/MarkInfo<</Marked true>>/StructTreeRoot 8 0 R/Lang(zh-CN)',
      },
      {
        6: stream(
          '/Type/Metadata/Subtype/XML',
          '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>',
        ),
        7: '<</Type/Outlines/First 9 0 R/Last 9 0 R/Count 1>>',
        8: '<</Type/StructTreeRoot/RoleMap<</Launch/P/Aside/Note>>>>',
        9: '<</Title(1)/Parent 7 0 R/A<</S/GoTo/D[3 0 R/Fit]>>>>',
      },
    ),
  ),
  plain('links into the web', () =>
    more(
      { page: '/Annots[6 0 R]' },
      { 6: '<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://www.gov.cn/)>>>>' },
    ),
  ),
];

const views: readonly OddPdf[] = [
  plain('opening with a view', () => more({ catalogue: '/OpenAction[3 0 R/FitH null]' })),
  plain('opening by going to a view', () =>
    more({ catalogue: '/OpenAction<</S/GoTo/D[3 0 R/XYZ null null 1]>>' }),
  ),
  plain('opening with a view described elsewhere', () =>
    more({ catalogue: '/OpenAction 6 0 R' }, { 6: '[3 0 R/Fit]' }),
  ),
  plain('opening with a named view', () => more({ catalogue: '/OpenAction(first)' })),
  plain('opening with nothing', () => more({ catalogue: '/OpenAction null/AA<<>>/XFA null' })),
  plain('fonts with unlucky names', () => {
    const fonts = '<</Font<</AA 5 0 R/JS 5 0 R/XFA 5 0 R>>>>';
    return more({ page: `/Resources${fonts}` });
  }),
  plain('words of danger in text alone', () =>
    more(
      { catalogue: '/Lang(/JS \\(/JavaScript\\) /Launch)' },
      { 4: stream('', 'BT (/OpenAction /AA) Tj /Launch Do ET'), 6: '<4a532f> % /JavaScript /EF' },
    ),
  ),
];

const seals: readonly OddPdf[] = [
  plain('an e-seal', () => pdf(seal), 'plain 1 signed'),
  plain(
    'an e-seal put on later',
    () =>
      updated(pdf(plainObjects()), {
        1: seal[1] ?? '',
        3: seal[3] ?? '',
        6: seal[6] ?? '',
        7: seal[7] ?? '',
        8: seal[8] ?? '',
      }),
    'plain 1 signed',
  ),
  plain(
    'a field that waits for its signature',
    () => more({ catalogue: '/AcroForm<</Fields[6 0 R]>>' }, { 6: '<</FT/Sig/T(seal)>>' }),
    'plain 1 signed',
  ),
  plain('a form without a signature', () =>
    more({ catalogue: '/AcroForm<</Fields[6 0 R]>>' }, { 6: '<</FT/Tx/T(name)/V(x)>>' }),
  ),
];

const faults: readonly OddPdf[] = [
  plain('places that are all off by three', () => pdf(plainObjects(), { shift: 3 })),
  plain('places a blank too early', () => pdf(plainObjects(), { shift: -1 })),
  plain(
    'a table of contents that is not where the end says',
    () => pdf(plainObjects(), { startxref: 77 }),
    'plain 1 repaired',
  ),
  plain('no table of contents', () => pdf(plainObjects(), { contents: 'none' }), 'plain 1 repaired'),
  plain(
    'no table of contents, objects packed',
    () => {
      const { 4: content = '', ...open } = plainObjects();
      return pdf({ 4: content, 9: objectStream(open) }, { contents: 'none' });
    },
    'plain 1 repaired',
  ),
  plain('a table that begins at 1 with what belongs to 0', () =>
    bytes(
      pdf(plainObjects())
        .toString('latin1')
        .replace('xref\n0 1\n', 'xref\n1 6\n')
        .replace(/\n[1-5] 1(?=\n\d{10})/g, ''),
    ),
  ),
  plain('rows of a table one byte short', () =>
    bytes(pdf(plainObjects()).toString('latin1').replaceAll(' n \n', ' n\n')),
  ),
  plain('a wrong length', () => more({}, { 4: stream('/Length 3', 'BT /F1 12 Tf ET') })),
  plain('a length far beyond the end', () => more({}, { 4: stream('/Length 99999999', 'BT /F1 12 Tf ET') })),
  plain('a length that stands elsewhere', () =>
    more({}, { 4: stream('/Length 6 0 R', 'BT (endstream endobj) Tj ET'), 6: '27' }),
  ),
  plain(
    'an object without its end',
    () => bytes(pdf(plainObjects(), { contents: 'none' }).toString('latin1').replaceAll('>>\nendobj', '>>')),
    'plain 1 repaired',
  ),
  plain('blanks and zeros behind the end', () =>
    Buffer.concat([pdf(plainObjects()), Buffer.alloc(5_000), bytes('\r\n\r\n')]),
  ),
  plain('a few bytes behind the end', () =>
    Buffer.concat([pdf(plainObjects()), bytes('\x1a\r\nEND OF JOB\r\n')]),
  ),
  plain('no end', () => pdf(plainObjects(), { end: '' })),
  plain('a table that leads back to itself', () => {
    const file = pdf(plainObjects());
    const start = file.lastIndexOf('xref\n0 1');
    return pdf(plainObjects(), { trailer: `/Prev ${start}` });
  }),
  plain('compressed data whose checksum is missing', () =>
    more({}, { 4: stream('/Filter/FlateDecode', deflateSync('q Q').subarray(0, -4)) }),
  ),
  plain('a page counted wrongly', () =>
    pdf({ ...plainObjects(), 2: '<</Type/Pages/Kids[3 0 R]/Count 99>>' }),
  ),
  plain('content deflated', () => more({}, { 4: deflated('', 'BT /F1 12 Tf 72 700 Td (report) Tj ET') })),
];

export const plainPdfs: readonly OddPdf[] = [...programs, ...views, ...seals, ...faults];
