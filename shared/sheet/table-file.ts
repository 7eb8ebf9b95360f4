/**
 * What kind of file it is, by its bytes and not by its name: people rename, and web systems give HTML out as `.xls`. A zip says by
 * the names of its parts what it is.
 */
import { type PlainProblemKind, refused } from './file-problem.ts';

type Container = 'zip' | 'text' | PlainProblemKind;

const signatures: readonly (readonly [string, Container])[] = [
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['25504446', 'pdf'],
  ['89504e47', 'image'],
  ['ffd8ff', 'image'],
  ['47494638', 'image'],
  ['49492a00', 'image'],
  ['4d4d002a', 'image'],
  ['52494646', 'image'],
  ['526172211a07', 'archive'],
  ['377abcaf271c', 'archive'],
  ['1f8b', 'archive'],
  ['7b5c727466', 'document'],
];

const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');
const markup = /^\s*<(?:!doctype|!--|\?xml|html|head|meta|body|table|style|div|script)|^mime-version:/i;

/** What the bytes begin with: a zip, text, or something to refuse. */
export function containerOf(bytes: Uint8Array): Container {
  if (bytes.length === 0) return 'empty';
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (startsWith(content, compoundFile)) return content.includes(encryptedPackage) ? 'encrypted' : 'xls';
  const known = signatures.find(([hex]) => startsWith(content, Buffer.from(hex, 'hex')));
  if (known !== undefined) return known[1];
  if (content.includes(0)) return 'binary';
  const beginning = content.toString('latin1', 0, 1_024).replace(/^\u00ef\u00bb\u00bf/, '');
  return markup.test(beginning) ? 'html' : 'text';
}

/** Refuses a zip that is no workbook by the names of its parts, given in lower case. */
export function demandWorkbook(names: ReadonlySet<string>): void {
  const kind = packageOf(names);
  if (kind !== undefined) throw refused(kind);
}

function packageOf(names: ReadonlySet<string>): PlainProblemKind | undefined {
  const all = [...names];
  if (names.has('mimetype') && names.has('content.xml')) return 'ods';
  if (names.has('word/document.xml') || names.has('ppt/presentation.xml')) return 'document';
  if (names.has('xl/workbook.bin')) return 'xlsb';
  if (!names.has('[content_types].xml') || !names.has('xl/workbook.xml')) return 'archive';
  if (all.some((name) => /(?:^|\/)vbaproject\.bin$|^xl\/macrosheets\//.test(name))) return 'macro';
  if (all.some((name) => /^xl\/(?:externallinks|querytables)\/|^xl\/connections\.xml$/.test(name)))
    return 'external-link';
  return undefined;
}

function startsWith(content: Buffer, beginning: Buffer): boolean {
  return content.subarray(0, beginning.length).equals(beginning);
}
