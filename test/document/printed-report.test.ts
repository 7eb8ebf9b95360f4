/** The report as a page to print: the same words as the document, nothing that runs or fetches, and on paper the code on each sheet. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { printReport } from '../../shared/document/printed-report.ts';
import { draftOf } from '../../shared/document/report-draft.ts';
import { outlineOf } from '../../shared/document/report-outline.ts';
import type { Narrative } from '../../shared/domain/report.ts';
import { printToPdf } from '../support/browser.ts';
import { picturesOf } from '../support/pdf-pages.ts';
import { pageTexts } from '../support/pdf-text.ts';
import { codeIn } from '../support/report-files.ts';
import { anyReport, reportSource } from './sample-reports.ts';

const code = 'JXJK1/360733-2022-HY-101/12/0123456789ABCDEF01234567';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const printed = (source = reportSource(), narrative: Narrative = {}) =>
  printReport(draftOf(outlineOf(source), narrative, digest), code);

describe('the page', () => {
  test('says what the outline says, in its order', () => {
    const words = printed()
      .replace(/<style>.*<\/style>|<title>.*<\/title>/gs, '')
      .replace(/<[^>]*>/g, '|')
      .replace(/[|\s]+/g, '|');
    const { sections } = outlineOf(reportSource());
    const lines = sections.flatMap(({ headings, text }) => [
      ...headings.map((each) => each.text),
      ...text.split('\n'),
    ]);
    const said = ['会昌县人力资源和社会保障局', '绩效运行监控情况', '（2022年7月）', ...lines];
    expect(words).toContain(
      said
        .join('|')
        .replace(/[|\s]+/g, '|')
        .replaceAll('<', '&lt;'),
    );
    expect(words).toMatch(/\|会昌县人力资源和社会保障局\|2022年7月18日\|$/);
  });

  test('runs nothing and fetches nothing', () => {
    const html = printed();
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|https?:|src=|href=|url\(|@import/i);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });

  test('no text becomes markup', () => {
    const tags = (html: string) => new Set(html.match(/<[^>]*>/g));
    const attack = '</td></tr></table><script>alert(1)</script><img src=x onerror=alert(1)>"\'&lt;';
    const harmless = tags(printed());
    const narrative = { '1-project-101P01': { text: attack, basis: '' } };
    expect(tags(printed(reportSource({ departmentName: attack }), narrative))).toEqual(harmless);
    fc.assert(
      fc.property(anyReport, (source) => {
        for (const tag of tags(printed(source))) expect([...harmless, '<h4>']).toContain(tag);
      }),
    );
  });
});

describe('on paper', () => {
  let pdf: Buffer;
  beforeAll(async () => {
    pdf = await printToPdf(
      printed(reportSource(), { '1-overall-101Z00': { text: '国'.repeat(1500), basis: '' } }),
    );
  }, 120_000);

  test('a full sheet has 22 lines of 28 characters, whatever the foot holds', () => {
    expect(pageTexts(pdf)[1]?.match(/国/g)).toHaveLength(22 * 28);
  });

  test('sheets are numbered, and the code on each is read from 200 dots an inch', async () => {
    const pictures = await picturesOf(pdf);
    expect(pictures.length).toBeGreaterThan(3);
    for (const [index, { bytes }] of pictures.entries()) {
      expect(pageTexts(pdf)[index]).toContain(`—${index + 1}—`);
      expect(await codeIn(bytes)).toBe(code);
    }
  });
});
