/** The report as a document (GB/T 9704-2012): its outline, fonts and figures, the code on each page, and pages of 22 lines of 28 characters. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { pictureOf } from '../../functions/draft-report/code-picture.ts';
import { squaresOf } from '../../shared/document/report-code-mark.ts';
import { reportDocument } from '../../shared/document/report-docx.ts';
import { draftOf, textOf } from '../../shared/document/report-draft.ts';
import { outlineOf } from '../../shared/document/report-outline.ts';
import { summaryOf } from '../../shared/document/report-summary.ts';
import type { Narrative } from '../../shared/domain/report.ts';
import { documentToPdf, hasOffice } from '../support/office.ts';
import { linesOf, picturesOf } from '../support/pdf-pages.ts';
import { codeIn, paragraphsOf, partsOf } from '../support/report-files.ts';
import { anyReport, reportSource } from './sample-reports.ts';

const code = 'JXJK1/360733-2022-HY-101/12/0123456789ABCDEF01234567';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

async function documentOf(source = reportSource(), narrative: Narrative = {}) {
  const draft = draftOf(outlineOf(source), narrative, digest);
  const bytes = await reportDocument(draft, summaryOf(source), pictureOf(squaresOf(code), 8));
  const parts = partsOf(bytes);
  const main = parts.texts['word/document.xml'] ?? '';
  return { bytes, draft, parts, main, paragraphs: paragraphsOf(main) };
}

describe('the document', () => {
  test('holds the outline in its order, each heading in its font', async () => {
    const { paragraphs, draft } = await documentOf();
    const lines = draft.sections.flatMap((section) => [
      ...section.headings.map(({ text }) => text),
      ...textOf(section).split('\n'),
    ]);
    expect(paragraphs.map(({ text }) => text).slice(0, lines.length + 7)).toEqual([
      '会昌县人力资源和社会保障局',
      '绩效运行监控情况',
      '（2022年7月）',
      '',
      ...lines,
      '',
      '会昌县人力资源和社会保障局',
      '2022年7月18日',
    ]);
    const fontOf = (start: string) => paragraphs.find(({ text }) => text.startsWith(start));
    expect(fontOf('绩效运行监控情况')).toMatchObject({ font: '方正小标宋简体', size: 22 });
    expect(fontOf('一、')).toMatchObject({ font: '黑体', size: 16 });
    expect(fontOf('（一）')).toMatchObject({ font: '楷体_GB2312', size: 16 });
    expect(fontOf('1. ')).toMatchObject({ font: '仿宋_GB2312', size: 16 });
    expect(fontOf('2022年7月，')).toMatchObject({ font: '仿宋_GB2312', size: 16 });
  });

  test('A4 with the margins of the standard, lines of 28.9 pt, digits in Times New Roman, the sheet behind it lying', async () => {
    const { main, parts } = await documentOf();
    const [first = '', second = ''] = main.match(/<w:sectPr.*?<\/w:sectPr>/gs) ?? [];
    expect(first).toContain('w:w="11906" w:h="16838" w:orient="portrait"');
    expect(first).toContain('w:top="2098" w:right="1446" w:bottom="1984" w:left="1587"');
    expect(second).toContain('w:w="16838" w:h="11906" w:orient="landscape"');
    expect(main).toContain('w:line="578" w:lineRule="exact"');
    expect(main).toContain('w:ascii="Times New Roman"');
    expect(parts.texts['word/settings.xml']).toContain('<w:evenAndOddHeaders/>');
  });

  test('every foot has the page number and the code, and the code can be read', async () => {
    const { parts } = await documentOf();
    const feet = Object.entries(parts.texts).filter(([path]) => /^word\/footer\d+\.xml$/.test(path));
    expect(feet).toHaveLength(4);
    for (const [path, xml] of feet) {
      expect(xml).toContain('PAGE');
      const [, picture] = /r:embed="([^"]+)"/.exec(xml) ?? [];
      expect(parts.texts[`word/_rels/${path.slice(5)}.rels`]).toContain(`Id="${picture}"`);
    }
    const sides = feet.map(([, xml]) => /<w:jc w:val="(\w+)"/.exec(xml)?.[1]);
    expect(sides.sort()).toEqual(['left', 'left', 'right', 'right']);
    for (const picture of parts.pictures) expect(await codeIn(picture)).toBe(code);
    expect(parts.pictures.length).toBeGreaterThan(0);
  });

  test('the sheet of the filings adds up', async () => {
    const { paragraphs } = await documentOf();
    const texts = paragraphs.map(({ text }) => text);
    const sheet = texts.slice(texts.indexOf('附表：绩效运行监控情况汇总表（单位：万元）'));
    expect(sheet).toContain('1—6月累计执行数');
    const row = sheet.slice(sheet.indexOf('职业技能提升培训'));
    expect(row.slice(0, 11)).toEqual([
      '职业技能提升培训',
      '项目支出',
      '200.00',
      '195.50',
      '56.12',
      '28.71%',
      '190.00',
      '64.58%',
      '红灯',
      '红灯',
      '黄灯',
    ]);
    // Of the projects alone: overall spending holds them already.
    const sum = sheet.slice(sheet.indexOf('小计'));
    expect(sum.slice(0, 7)).toEqual(['小计', '项目支出', '300.00', '295.50', '106.12', '35.91%', '290.00']);
    expect(sheet.filter((text) => text === '小计')).toHaveLength(1);
  });

  test('the writer’s words take the place of the section, in as many paragraphs as he made', async () => {
    const narrative = { '1-project-101P01': { text: '第一段\n<b>第二段</b> & “完”', basis: '' } };
    const { paragraphs } = await documentOf(reportSource(), narrative);
    const texts = paragraphs.map(({ text }) => text);
    const at = texts.indexOf('第一段');
    expect(texts.slice(at - 1, at + 3)).toEqual([
      '1. 职业技能提升培训',
      '第一段',
      '<b>第二段</b> & “完”',
      '2. 高校毕业生就业见习补贴',
    ]);
  });

  test('whatever people write, the parts are XML and no text becomes markup', async () => {
    const plain = await documentOf();
    const tags = (xml: string) => new Set(xml.match(/<[\w:]+/g));
    await fc.assert(
      fc.asyncProperty(anyReport, async (source) => {
        const { main, parts } = await documentOf(source);
        for (const xml of Object.values(parts.texts)) {
          expect(xml).not.toMatch(/[^\P{Cc}\t\n\r\u007f-\u009f]|[\p{Cs}\ufffe\uffff]/u);
          expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/);
        }
        for (const tag of tags(main)) expect([...tags(plain.main)]).toContain(tag);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a picture of squares', () => {
  test('is read by another reader, at any scale', async () => {
    for (const scale of [3, 4, 8]) expect(await codeIn(pictureOf(squaresOf(code), scale))).toBe(code);
  });
});

const inOffice = describe.runIf(hasOffice);
if (!hasOffice)
  console.log('LibreOffice is not installed: the pages of the document are not looked at here.');

inOffice('the document in a word processor', () => {
  let pdf: Buffer;
  beforeAll(async () => {
    const narrative = { '1-overall-101Z00': { text: '国'.repeat(1500), basis: '' } };
    pdf = await documentToPdf((await documentOf(reportSource(), narrative)).bytes);
  }, 180_000);

  test('a full page has 22 lines of 28 characters', async () => {
    const [, full = []] = await linesOf(pdf);
    expect(full.filter((line) => !line.includes('—')).map((line) => line.length)).toEqual(Array(22).fill(28));
  });

  test('pages are numbered, the code on each is read from 200 dots an inch, and the sheet of the filings lies', async () => {
    const lines = await linesOf(pdf);
    const pictures = await picturesOf(pdf);
    for (const [index, { bytes }] of pictures.entries()) {
      expect(lines[index]).toContain(`—${index + 1}—`);
      expect(await codeIn(bytes)).toBe(code);
    }
    const sizes = pictures.map(({ width, height }) => (width > height ? 'lying' : 'upright'));
    expect(sizes).toEqual([...Array(pictures.length - 1).fill('upright'), 'lying']);
  });
});
