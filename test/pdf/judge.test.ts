import { describe, expect, test } from 'vitest';
import { mostFileBytes, mostReportPages } from '../../shared/domain/file-limits.ts';
import { checkReportFile } from '../../shared/domain/report-file-check.ts';
import { judgePdf } from '../../shared/pdf/judge.ts';
import { usualLimits } from '../../shared/pdf/work.ts';
import { printToPdf } from '../support/browser.ts';
import { scannedReport } from '../support/scans.ts';
import { oddPdfs } from './odd-pdfs.ts';
import { pdf, plainObjects } from './pdf-maker.ts';
import { said } from './verdict.ts';

function odd(name: string): Buffer {
  const found = oddPdfs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no odd PDF is called ${name}`);
  return found.bytes();
}

describe('V38 · what the clerk is told', () => {
  test.each([
    ['an e-seal', null],
    ['nothing', '是空文件'],
    ['a picture renamed', '不是PDF（改扩展名无效）'],
    ['a password', '设有密码或权限限制'],
    ['cut within a picture', '不完整，结尾缺失'],
    ['no pages', '没有页面'],
    ['a million objects', '包含的对象异常多'],
    ['a gibibyte of zeros as content', '解压后异常庞大'],
    ['301 pages', '超过300页'],
    ['a byte more than twenty mebibytes', '大于20MB'],
    ['several at once', '含有脚本、启动程序、嵌入文件、表单提交，请打印为普通PDF'],
    ['a zip behind the end', '含有夹带的其他数据，请打印为普通PDF'],
  ])('%s: %s', (name, message) => {
    const findings = checkReportFile(judgePdf(odd(name)).facts);
    expect(findings.map((finding) => finding.message)).toEqual(
      message === null ? [] : [expect.stringContaining(`报告文件${message}`)],
    );
  });

  test.each(oddPdfs)('$name: a sentence if it is not plain, and what to do in it', ({ bytes }) => {
    const { kind, facts } = judgePdf(bytes());
    const sentences = checkReportFile(facts).map(({ message }) => message);
    expect(sentences).toEqual(kind === 'plain' ? [] : [expect.stringMatching(/^报告文件.+请.+。$/)]);
  });

  test('the limits of the reading are those of the rule', () => {
    expect([usualLimits.bytes, usualLimits.pages]).toEqual([mostFileBytes, mostReportPages]);
  });
});

describe('real writers', () => {
  test('a browser’s print of two pages is plain', async () => {
    const html =
      '<title>x</title><h1>绩效运行监控</h1><p style="break-before:page"><a href="https://www.gov.cn/">x</a>';
    expect(said(judgePdf(await printToPdf(html)))).toBe('plain 2');
  });

  test('scans of paper at 300 dpi are plain', async () => {
    expect(said(judgePdf(await scannedReport(2, 2)))).toBe('plain 2');
  });
});

describe('a caller’s own limits', () => {
  test('a clock ends the work', () => {
    const limits = { expired: () => true };
    expect(judgePdf(odd('objects that each go on to the end'), limits)).toMatchObject({
      kind: 'too-costly',
      excess: 'time',
    });
  });

  test('fewer steps are fewer', () => {
    expect(judgePdf(pdf(plainObjects()), { steps: 100 })).toMatchObject({
      kind: 'too-costly',
      excess: 'steps',
    });
  });

  test('a plain file takes a small share of what it may take', () => {
    const limits = { steps: usualLimits.steps / 10_000, inflated: 1_000 };
    expect(judgePdf(pdf(plainObjects()), limits).kind).toBe('plain');
  });
});
