/**
 * A report as a document to be edited, printed and stamped (2.2d, 2.2f), laid out as GB/T 9704-2012 asks, with the sheet of its filings
 * behind it and on each page the code that says from which data it was written. Fonts are named and not embedded; office PCs have them.
 */
import {
  AlignmentType,
  Document,
  Footer,
  HorizontalPositionAlign,
  HorizontalPositionRelativeFrom,
  ImageRun,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  VerticalPositionRelativeFrom,
  WidthType,
} from 'docx';
import { type DraftSection, type ReportDraft, textOf } from './report-draft.ts';
import { codePlace, fonts, linesOf, page } from './report-layout.ts';
import type { Heading } from './report-outline.ts';
import type { ReportSummary, SummaryColumn } from './report-summary.ts';

/** `code` is the picture of the code, PNG. */
export async function reportDocument(
  report: ReportDraft,
  summary: ReportSummary,
  code: Uint8Array,
): Promise<Uint8Array> {
  const document = new Document({
    creator: '预算绩效运行监控',
    title: printable(report.title.join('')),
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { ...runFont(fonts.body), size: halfPoints(page.body) } } } },
    sections: [textPart(report, code), summaryPart(summary, code)],
  });
  const bytes: unknown = await Packer.pack(document, 'uint8array');
  if (!(bytes instanceof Uint8Array)) throw new Error('the document was not packed as bytes');
  return bytes;
}

function textPart(report: ReportDraft, code: Uint8Array): ISectionOptions {
  return {
    properties: {
      page: {
        size: { width: twips(page.width), height: twips(page.height) },
        margin: margins({ top: page.top, right: page.right, bottom: page.bottom, left: page.left }),
      },
    },
    footers: footersOf(page.height, code),
    children: [
      ...report.title.map((text) =>
        line(text, { alignment: AlignmentType.CENTER }, { font: fonts.title, size: page.title }),
      ),
      line(report.month, { alignment: AlignmentType.CENTER }),
      line(''),
      ...report.sections.flatMap(sectionLines),
      line(''),
      ...report.signature.map((text) => line(text, { alignment: AlignmentType.RIGHT, keepLines: true })),
    ],
  };
}

function sectionLines(section: DraftSection): readonly Paragraph[] {
  const texts = linesOf(textOf(section));
  return [...section.headings.map(headingLine), ...texts.map((text) => bodyLine(text))];
}

function headingLine({ level, text }: Heading): Paragraph {
  return line(
    text,
    { ...indented, keepNext: true, outlineLevel: level - 1 },
    { font: fonts[level], bold: level === 3 },
  );
}

function bodyLine(text: string): Paragraph {
  return line(text, { ...indented, alignment: AlignmentType.BOTH });
}

/** Two characters. */
const indented = { indent: { firstLine: twentieths(2 * (page.body + page.spacing)) } };

interface Look {
  readonly font?: string;
  /** Points. */
  readonly size?: number;
  readonly bold?: boolean;
}

function line(text: string, how: IParagraphOptions = {}, look: Look = {}): Paragraph {
  const { font = fonts.body, size = page.body, bold = false } = look;
  return new Paragraph({
    ...how,
    spacing: { line: twentieths(page.line), lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    children: [
      new TextRun({
        text: printable(text),
        ...runFont(font),
        size: halfPoints(size),
        bold,
        characterSpacing: twentieths(page.spacing),
      }),
    ],
  });
}

/** Page numbers stand outside, to the right on odd pages and to the left on even ones. */
function footersOf(height: number, code: Uint8Array) {
  return {
    default: footer(height, code, AlignmentType.RIGHT),
    even: footer(height, code, AlignmentType.LEFT),
  };
}

function footer(
  height: number,
  code: Uint8Array,
  alignment: (typeof AlignmentType)['LEFT' | 'RIGHT'],
): Footer {
  const look = { ...runFont(fonts.number), size: halfPoints(page.number) };
  const number = new TextRun({ ...look, children: ['— ', PageNumber.CURRENT, ' —'] });
  const oneCharacter = twentieths(page.number);
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: alignment === AlignmentType.RIGHT ? { right: oneCharacter } : { left: oneCharacter },
        spacing: { line: twentieths(page.footerLine), lineRule: LineRuleType.EXACT, before: 0, after: 0 },
        children: [number, picture(code, height)],
      }),
    ],
  });
}

/** Floats, so that it takes no line; where it stands is counted from the page's upper edge. */
function picture(code: Uint8Array, height: number): ImageRun {
  const pixels = (codePlace.size / 25.4) * 96;
  return new ImageRun({
    type: 'png',
    data: code,
    transformation: { width: pixels, height: pixels },
    altText: { name: 'code', title: '数据核对码', description: '报告编号、版本和数据摘要' },
    floating: {
      horizontalPosition: {
        relative: HorizontalPositionRelativeFrom.PAGE,
        align: HorizontalPositionAlign.CENTER,
      },
      verticalPosition: {
        relative: VerticalPositionRelativeFrom.PAGE,
        offset: Math.round((height - codePlace.fromBottom) * 36_000),
      },
      allowOverlap: true,
      behindDocument: true,
    },
  });
}

function summaryPart({ title, columns, rows }: ReportSummary, code: Uint8Array): ISectionOptions {
  const width = twips(page.height - 2 * summaryMargin);
  const widths = columns.map((column) => Math.floor((column.width * width) / 100));
  return {
    properties: {
      page: {
        // The library turns the sheet itself: width and height are those of the upright one.
        size: {
          width: twips(page.width),
          height: twips(page.height),
          orientation: PageOrientation.LANDSCAPE,
        },
        margin: margins({ top: 20, right: summaryMargin, bottom: 35, left: summaryMargin }),
      },
    },
    footers: footersOf(page.width, code),
    children: [
      line(title, { alignment: AlignmentType.CENTER }, { font: fonts[1] }),
      new Table({
        width: { size: width, type: WidthType.DXA },
        columnWidths: widths,
        rows: [
          new TableRow({
            tableHeader: true,
            cantSplit: true,
            children: columns.map(({ label }) => cell(label, AlignmentType.CENTER, fonts[1])),
          }),
          ...rows.map(
            (texts) =>
              new TableRow({
                cantSplit: true,
                children: texts.map((text, index) => cell(text, alignmentOf(columns[index]))),
              }),
          ),
        ],
      }),
    ],
  };
}

const summaryMargin = 15;

type Alignment = (typeof AlignmentType)['LEFT' | 'RIGHT' | 'CENTER'];

function alignmentOf(column: SummaryColumn | undefined): Alignment {
  return column?.isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT;
}

function cell(text: string, alignment: Alignment, font: string = fonts.body): TableCell {
  const run = new TextRun({ text: printable(text), ...runFont(font), size: halfPoints(9) });
  return new TableCell({
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { left: 40, right: 40 },
    children: [new Paragraph({ alignment, children: [run] })],
  });
}

function runFont(eastAsia: string) {
  return { font: { eastAsia, ascii: fonts.latin, hAnsi: fonts.latin, cs: fonts.latin } };
}

/** What XML cannot hold, control characters and halves of characters, is seen as replaced, so that the file opens. */
function printable(text: string): string {
  return text.replace(unwritable, '\ufffd');
}

const unwritable = /[^\P{Cc}\t\n\u007f-\u009f]|[\p{Cs}\ufffe\uffff]/gu;

function margins(sides: Readonly<Record<'top' | 'right' | 'bottom' | 'left', number>>) {
  const { top, right, bottom, left } = sides;
  return {
    top: twips(top),
    right: twips(right),
    bottom: twips(bottom),
    left: twips(left),
    footer: twips(page.footer),
    header: twips(15),
  };
}

/** Millimetres → twentieths of a point. */
function twips(millimetres: number): number {
  return Math.round((millimetres * 1440) / 25.4);
}

function twentieths(points: number): number {
  return Math.round(points * 20);
}

function halfPoints(points: number): number {
  return points * 2;
}
