/** Files that must not be taken, each with the one kind of problem that it has; and what makes it worth a name. */
import { deflateRawSync } from 'node:zlib';
import type { FileProblemKind } from '../../shared/sheet/file-problem.ts';
import { type Part, workbook, workbookParts, zip } from './zip-maker.ts';

export interface HostileFile {
  readonly name: string;
  readonly kind: FileProblemKind;
  readonly bytes: () => Uint8Array;
}

const mebibyte = 1024 * 1024;
const compoundFile = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_024)]);
const sheetName = 'xl/worksheets/sheet1.xml';

function file(kind: FileProblemKind, name: string, bytes: () => Uint8Array): HostileFile {
  return { name, kind, bytes };
}

/** Deflated zeros of any length; each block of 32 MiB is deflated once and repeated. */
function zeros(mebibytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(32 * mebibyte), { finishFlush: 2 /* Z_SYNC_FLUSH */ });
  return Buffer.concat([...Array.from({ length: mebibytes / 32 }, () => block), Buffer.from([3, 0])]);
}

function withPart(part: Part): Uint8Array {
  return workbook({ parts: [part] });
}

/** Cells of different short numbers, which deflate about 8:1. */
function numbers(rows: number, columns: number): string {
  const lines: string[] = [];
  for (let row = 1; row <= rows; row += 1) {
    let line = `<row r="${row}">`;
    for (let column = 0; column < columns; column += 1)
      line += `<c><v>${(row * 7919 + column * 104729) % 99991}</v></c>`;
    lines.push(`${line}</row>`);
  }
  return lines.join('');
}

function cell(xml: string): string {
  return `<row r="1">${xml}</row>`;
}

const noise = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * index * 2654435761) >>> 11));

/** Eight hexadecimal digits without a pattern. */
function word(index: number): string {
  return noise.toString('hex', index * 4, index * 4 + 4);
}

const notSpreadsheets: readonly HostileFile[] = [
  file('empty', 'nothing at all', () => new Uint8Array(0)),
  file('xls', 'a workbook of before 2007', () => compoundFile),
  file('encrypted', 'a workbook with a password', () =>
    Buffer.concat([compoundFile, Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(512)]),
  ),
  file('encrypted', 'a zip with encrypted parts', () => {
    const [first, ...others] = workbookParts();
    return zip([...(first === undefined ? [] : [{ ...first, flags: 1 }]), ...others]);
  }),
  file('ods', 'an OpenDocument spreadsheet', () =>
    zip([
      { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', stored: true },
      { name: 'content.xml', content: '<office:document-content/>' },
    ]),
  ),
  file('macro', 'a workbook with macros', () =>
    withPart({ name: 'xl/vbaProject.bin', content: 'Attribute' }),
  ),
  file('macro', 'macros named only by their type', () =>
    withPart({
      name: '[Content_Types].xml',
      content:
        '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    }),
  ),
  file('macro', 'a macro sheet of Excel 4', () =>
    withPart({ name: 'xl/macrosheets/sheet1.xml', content: '<x/>' }),
  ),
  file('xlsb', 'a binary workbook', () =>
    zip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: 'xl/workbook.bin', content: 'x' },
    ]),
  ),
  file('document', 'a text document', () =>
    zip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: 'word/document.xml', content: '<w:document/>' },
    ]),
  ),
  file('archive', 'a zip of workbooks', () => zip([{ name: '表.xlsx', content: workbook(), stored: true }])),
  file('archive', 'a rar', () => Buffer.from('526172211a0700cf', 'hex')),
  file('pdf', 'a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n')),
  file('image', 'a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
  file('html', 'a web page called .xls', () =>
    Buffer.from('\ufeff\r\n<html><table><tr><td>1</td></tr></table></html>'),
  ),
  file('html', 'a spreadsheet of 2003 in XML', () =>
    Buffer.from('<?xml version="1.0"?><Workbook></Workbook>'),
  ),
  file('binary', 'text with NUL', () => Buffer.from('名称,金额\r\n甲\0,1\r\n')),
  file('binary', 'bytes of no encoding', () => Buffer.from('c4e3fffe8081ff2c31', 'hex')),
];

const brokenZips: readonly HostileFile[] = [
  file('damaged', 'a workbook cut in half', () => workbook().subarray(0, 700)),
  file('damaged', 'a bit turned over in the data', () => {
    const bytes = Buffer.from(workbook({ sheets: { 表: numbers(50, 8) } }));
    const at = bytes.indexOf(sheetName) + sheetName.length + 40;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
    return bytes;
  }),
  file('damaged', 'a bit turned over in stored text', () =>
    withPart({ name: sheetName, content: '<worksheet><sheetData/></worksheet>', stored: true, crc: 1 }),
  ),
  file('damaged', 'an unknown method of compression', () => {
    const bytes = Buffer.from(zip(workbookParts().map((part) => ({ ...part, local: { method: 9 } }))));
    for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
      bytes.writeUInt16LE(9, at + 10);
    return bytes;
  }),
  file('damaged', 'a workbook without its sheet', () =>
    zip(workbookParts().filter(({ name }) => name !== sheetName)),
  ),
  file('damaged', 'XML that does not close', () =>
    withPart({ name: sheetName, content: '<worksheet><sheetData>' }),
  ),
  file('damaged', 'XML that closes another', () =>
    withPart({ name: sheetName, content: '<worksheet></sheet>' }),
  ),
  file('damaged', 'a string that there is not', () =>
    workbook({ sheets: { 表: cell('<c r="A1" t="s"><v>7</v></c>') } }),
  ),
  file('damaged', 'an entity that there is not', () =>
    workbook({ sheets: { 表: cell('<c r="A1" t="inlineStr"><is><t>&xxe;</t></is></c>') } }),
  ),
  file('damaged', 'a cell outside every sheet', () =>
    workbook({ sheets: { 表: cell('<c r="ZZZ1"><v>1</v></c>') } }),
  ),
  file('damaged', 'a cell in another row', () =>
    workbook({ sheets: { 表: cell('<c r="A9"><v>1</v></c>') } }),
  ),
  file('damaged', 'a hundred thousand elements in one another', () =>
    withPart({
      name: sheetName,
      content: `<worksheet>${'<a>'.repeat(100_000)}${noise.toString('hex').slice(0, 20_000)}`,
    }),
  ),
];

const lyingZips: readonly HostileFile[] = [
  file('disguised', 'sizes smaller than the truth', () => {
    const content = deflateRawSync(
      Buffer.from(`<worksheet><!--${noise.toString('hex')}--><sheetData/></worksheet>`),
    );
    return withPart({ name: sheetName, content, packed: true, size: 90_000 });
  }),
  file('disguised', 'a bomb that claims to be small', () =>
    withPart({ name: sheetName, content: zeros(1_024), packed: true, size: 60_000 }),
  ),
  file('disguised', 'two descriptions of one part', () =>
    withPart({ name: sheetName, content: '<worksheet/>', local: { size: 4 } }),
  ),
  file('disguised', 'two names of one part', () =>
    withPart({ name: sheetName, content: '<worksheet/>', local: { name: 'xl/worksheets/other1.xml' } }),
  ),
  file('disguised', 'the same name twice', () =>
    zip([...workbookParts(), { name: sheetName.toUpperCase(), content: '<x/>' }]),
  ),
  file('disguised', 'a way out of the folder', () =>
    withPart({ name: 'xl/../../../etc/passwd', content: 'x' }),
  ),
  file('disguised', 'a path from the top', () => withPart({ name: '/etc/passwd', content: 'x' })),
  file('disguised', 'a path of another system', () =>
    withPart({ name: 'xl\\..\\autoexec.bat', content: 'x' }),
  ),
  file('disguised', 'parts that overlap', () => {
    const parts = workbookParts();
    return zip([...parts, { name: 'xl/worksheets/sheet9.xml', content: 'x', offset: 0 }]);
  }),
  file('disguised', 'a larger count behind zip64', () =>
    zip(workbookParts(), { zip64: true, zip64Count: 9 }),
  ),
  file('disguised', 'something between directory and end', () => zip(workbookParts(), { gap: 12 })),
  file('disguised', 'a directory with more than it counts', () => zip(workbookParts(), { count: 3 })),
  file('disguised', 'one part as sixty sheets', () => {
    const sheets = Array.from({ length: 60 }, (_, index) => `<sheet name="s${index}" r:id="s"/>`).join('');
    const relation = '<Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>';
    return workbook({
      parts: [
        { name: 'xl/workbook.xml', content: `<workbook xmlns:r="r"><sheets>${sheets}</sheets></workbook>` },
        { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${relation}</Relationships>` },
      ],
    });
  }),
];

const bombs: readonly HostileFile[] = [
  file('too-large', 'one GiB of zeros', () =>
    withPart({ name: 'xl/media/image1.png', content: zeros(1_024), packed: true, size: 1_024 * mebibyte }),
  ),
  file('too-large', 'a text of more than 50 MiB', () => new Uint8Array(50 * mebibyte + 1).fill(0x31)),
  file('too-dense', 'a part of 1:1000', () =>
    withPart({ name: sheetName, content: ' '.repeat(2 * mebibyte) }),
  ),
  file('too-dense', 'a zip in a zip, dense as a whole', () =>
    withPart({
      name: 'xl/embeddings/inner.zip',
      content: zip([{ name: 'zeros', content: Buffer.alloc(16 * mebibyte) }]).subarray(0, 200),
      packed: true,
      size: 9 * mebibyte,
    }),
  ),
  file('too-dense', 'many parts, each just not dense', () =>
    workbook({
      parts: Array.from({ length: 700 }, (_, index) => ({
        name: `xl/media/${index}.bin`,
        content: Buffer.alloc(65_536),
      })),
    }),
  ),
  file('too-many-parts', 'three thousand parts', () =>
    workbook({
      parts: Array.from({ length: 3_000 }, (_, index) => ({
        name: `xl/media/${index}.png`,
        content: '',
        stored: true,
      })),
    }),
  ),
  file('too-many-sheets', 'sixty-five sheets', () =>
    workbook({ sheets: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`s${index}`, ''])) }),
  ),
  file('too-many-cells', 'a million cells and one', () =>
    workbook({ sheets: { 甲: numbers(10_000, 50), 乙: `${numbers(10_000, 50)}<row><c><v>1</v></c></row>` } }),
  ),
  file('too-many-cells', 'two cells a million rows apart', () =>
    workbook({
      sheets: {
        表: '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
      },
    }),
  ),
  file('too-many-cells', 'two million strings and no cell', () => {
    const packs = Array.from(
      { length: 33_333 },
      (_, index) => `${'<si/>'.repeat(60)}<si><t>${word(index)}</t></si>`,
    );
    return workbook({ strings: packs.join('') });
  }),
  file('too-many-cells', 'a csv of nothing but line ends', () => Buffer.alloc(1_000_001, '\n')),
  file('too-wide', 'a cell at XFD1048576', () =>
    workbook({ sheets: { 表: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' } }),
  ),
  file('too-wide', 'a csv of 257 columns', () => Buffer.from(`${','.repeat(256)}\n`)),
  file('text-too-long', 'a cell of 32,768 characters', () =>
    workbook({
      sheets: {
        表: cell(`<c r="A1" t="inlineStr"><is><t>${noise.toString('hex').slice(0, 32_768)}</t></is></c>`),
      },
    }),
  ),
  file('text-too-long', 'a shared string of 30 MB', () => {
    const text = noise.toString('hex').repeat(38);
    return workbook({ strings: `<si><t>${text}</t></si>` });
  }),
  file('text-too-long', 'a csv that is one cell', () => Buffer.from('"'.padEnd(40_000, 'x'))),
];

const untrustedContent: readonly HostileFile[] = [
  file('formula', 'a formula', () => workbook({ sheets: { 表: cell('<c r="A1"><f>1+1</f><v>2</v></c>') } })),
  file('formula', 'a formula that calls a program', () =>
    workbook({ sheets: { 表: cell('<c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>x</v></c>') } }),
  ),
  file('formula', 'a shared formula without its text', () =>
    workbook({ sheets: { 表: cell('<c r="A1"><x:f xmlns:x="x" t="shared" si="0"/></c>') } }),
  ),
  file('external-link', 'a link to another workbook', () =>
    withPart({ name: 'xl/externalLinks/externalLink1.xml', content: '<externalLink/>' }),
  ),
  file('external-link', 'a data connection', () =>
    withPart({ name: 'xl/connections.xml', content: '<connections/>' }),
  ),
  file('dtd', 'a billion laughs', () => {
    const entity = (index: number) => `<!ENTITY l${index} "${`&l${index - 1};`.repeat(10)}">`;
    const entities = Array.from({ length: 9 }, (_, index) => entity(index + 1)).join('');
    return withPart({
      name: sheetName,
      content: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${entities}]><worksheet>&l9;</worksheet>`,
    });
  }),
  file('dtd', 'an entity that reads a file, in a part that is not read', () =>
    withPart({
      name: 'docProps/core.xml',
      content: '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    }),
  ),
  file('dtd', 'a document type in UTF-16', () =>
    withPart({ name: 'customXml/item1.xml', content: Buffer.from('\ufeff<!DOCTYPE x []><x/>', 'utf16le') }),
  ),
  file('damaged', 'a document type in UTF-16 where it is read', () =>
    withPart({ name: sheetName, content: Buffer.from('<!DOCTYPE x []><x/>', 'utf16le') }),
  ),
  file('error-value', 'a result that is none', () =>
    workbook({ sheets: { 表: cell('<c r="A1" t="e"><v>#REF!</v></c>') } }),
  ),
  file('long-number', 'an identity number kept as a number', () =>
    workbook({ sheets: { 表: cell('<c r="A1"><v>1.1010119900101101E+17</v></c>') } }),
  ),
  file('scaled-number', 'a number that shows itself in 万', () =>
    workbook({
      sheets: { 表: cell('<c r="A1" s="0"><v>123456</v></c>') },
      styles:
        '<numFmts><numFmt numFmtId="170" formatCode="0\\.0000"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>',
    }),
  ),
  file('unterminated-quote', 'a csv with a quote that does not end', () => Buffer.from('a,b\n1,"2\n3,4\n')),
  file('stray-quote', 'a csv with something behind a quote', () => Buffer.from('a,b\n"1"x,2\n')),
];

/** The corpus. */
export const hostileFiles: readonly HostileFile[] = [
  ...notSpreadsheets,
  ...brokenZips,
  ...lyingZips,
  ...bombs,
  ...untrustedContent,
];
