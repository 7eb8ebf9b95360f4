/** Zips made by hand, with whatever lies a test wants to tell in them. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Part {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Already deflated: `content` is then what the zip holds, and `size` what it claims. */
  readonly packed?: boolean;
  readonly stored?: boolean;
  readonly size?: number;
  readonly crc?: number;
  readonly flags?: number;
  /** What the local header says in place of the directory's words. */
  readonly local?: {
    readonly name?: string;
    readonly size?: number;
    readonly method?: number;
    readonly flags?: number;
  };
  /** Another part's place instead of its own. */
  readonly offset?: number;
}

export interface Ending {
  readonly count?: number;
  readonly zip64?: boolean;
  readonly zip64Count?: number;
  readonly gap?: number;
}

/** A zip of the parts. */
export function zip(parts: readonly Part[], ending: Ending = {}): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const made = madePart(part, offset);
    local.push(made.local);
    central.push(made.central);
    offset += made.local.length;
  }
  const directory = Buffer.concat([...central, Buffer.alloc(ending.gap ?? 0)]);
  return Buffer.concat([
    ...local,
    directory,
    ...end(parts.length, offset, directory.length - (ending.gap ?? 0), ending),
  ]);
}

function madePart(part: Part, offset: number): { local: Buffer; central: Buffer } {
  const raw = Buffer.from(part.content);
  const method = part.stored === true ? 0 : 8;
  const data = method === 0 || part.packed === true ? raw : deflateRawSync(raw, { level: 9 });
  const [size, crc, flags] = [part.size ?? raw.length, part.crc ?? crc32(raw), part.flags ?? 0];
  const name = Buffer.from(part.name);
  const localName = Buffer.from(part.local?.name ?? part.name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(part.local?.flags ?? flags, 6);
  header.writeUInt16LE(part.local?.method ?? method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(part.local?.size ?? size, 22);
  header.writeUInt16LE(localName.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(part.offset ?? offset, 42);
  return { local: Buffer.concat([header, localName, data]), central: Buffer.concat([entry, name]) };
}

function end(count: number, offset: number, size: number, ending: Ending): Buffer[] {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(ending.count ?? count, 8);
  record.writeUInt16LE(ending.count ?? count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return ending.zip64 === true ? [...zip64(ending.zip64Count ?? count, offset, size), record] : [record];
}

function zip64(count: number, offset: number, size: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}

export interface Workbook {
  /** The XML inside `sheetData`, by the sheet's name. */
  readonly sheets?: Readonly<Record<string, string>>;
  /** The XML inside `sst`. */
  readonly strings?: string;
  /** The XML inside `styleSheet`. */
  readonly styles?: string;
  /** Attributes of the sheets, in order. */
  readonly states?: readonly string[];
  readonly workbookPr?: string;
  /** Parts to add, or to put in place of those of the same name. */
  readonly parts?: readonly Part[];
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts of a workbook. */
export function workbookParts(workbook: Workbook = {}): readonly Part[] {
  const sheets = Object.entries(workbook.sheets ?? { 表: '<row r="1"><c r="A1"><v>1</v></c></row>' });
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
  const given: Part[] = [
    { name: '[Content_Types].xml', content: `${declaration}<Types></Types>` },
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook ${main} xmlns:r="${office}">${workbook.workbookPr ?? ''}<sheets>${sheets
        .map(
          ([name], index) =>
            `<sheet name="${name}" sheetId="${index + 1}" ${workbook.states?.[index] ?? ''} r:id="s${index}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${declaration}<Relationships>${sheets
        .map((_, index) => relation(`s${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
        .join(
          '',
        )}${relation('t', 'sharedStrings', 'sharedStrings.xml')}${relation('y', 'styles', '/xl/styles.xml')}</Relationships>`,
    },
    { name: 'xl/sharedStrings.xml', content: `${declaration}<sst ${main}>${workbook.strings ?? ''}</sst>` },
    {
      name: 'xl/styles.xml',
      content: `${declaration}<styleSheet ${main}>${workbook.styles ?? ''}</styleSheet>`,
    },
    ...sheets.map(([, rows], index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `${declaration}<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    })),
  ];
  const added = workbook.parts ?? [];
  const replaced = new Set(added.map(({ name }) => name));
  return [...given.filter(({ name }) => !replaced.has(name)), ...added];
}

/** The bytes of a workbook. */
export function workbook(of: Workbook = {}): Buffer {
  return zip(workbookParts(of));
}
