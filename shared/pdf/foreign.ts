/**
 * Whether the file is another one at the same time. A PDF may have a few bytes between its objects that nobody reads; a zip is read from
 * its end, some formats from the middle, and a browser that guesses looks at the beginning.
 */
import type { Gap } from './sweep.ts';
import type { Work } from './work.ts';

const signatures = [
  'PK\x03\x04',
  'PK\x05\x06',
  'Rar!\x1a',
  '7z\xbc\xaf',
  '\xff\xd8\xff',
  '\x89PNG',
  'GIF8',
  '\x7fELF',
];
const webPage = /<(?:html|script|svg|body|iframe|!doctype|\?php)/i;
const syntax = /\b(?:endobj|endstream|xref|startxref|trailer|n|f)\b|%%EOF|[\d\s\0]+/g;
/** Archives and images of discs that leave their beginning to others. */
const marks = [
  { at: 128, text: 'DICM' },
  { at: 257, text: 'ustar' },
  { at: 32_769, text: 'CD001' },
] as const;
const [guessedFrom, zipEnd] = [1_024, 22 + 0xffff];
const [pieceBytes, longestSign] = [64 * 1024, 16];

/** What lies between two objects is more than a PDF has there, or the beginning of something else. Looked at piece by piece. */
export function isForeignGap(bytes: Buffer, { start, end }: Gap, work: Work): boolean {
  let stray = 0;
  for (let at = start; at < end; at += pieceBytes) {
    work.spend(Math.min(pieceBytes, end - at));
    const text = bytes.toString('latin1', at, Math.min(end, at + pieceBytes + longestSign));
    if (signatures.some((signature) => text.includes(signature)) || webPage.test(text)) return true;
    if (text.includes('%PDF-', at === 0 ? 1 : 0)) return true;
    stray += text.replace(syntax, '').length;
    if (stray > work.limits.stray) return true;
  }
  return false;
}

export function isAnotherFileToo(bytes: Buffer): boolean {
  if (marks.some(({ at, text }) => bytes.toString('latin1', at, at + text.length) === text)) return true;
  return webPage.test(bytes.toString('latin1', 0, guessedFrom)) || endsAsZip(bytes);
}

/** The record at the end of a zip: its signature, both disks 0, as many entries here as in all, a directory within the file. */
function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - zipEnd));
  for (let at = tail.indexOf('PK\x05\x06'); at >= 0; at = tail.indexOf('PK\x05\x06', at + 4)) {
    if (at + 22 > tail.length) return false;
    const count = tail.readUInt16LE(at + 8);
    const isRecord = tail.readUInt32LE(at + 4) === 0 && count === tail.readUInt16LE(at + 10);
    if (isRecord && tail.readUInt32LE(at + 12) + tail.readUInt32LE(at + 16) <= bytes.length) return true;
  }
  return false;
}
