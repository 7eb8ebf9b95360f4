/**
 * §10, V38: whatever is handed in instead of a stamped report is told in a sentence of its own, what is wrong and what to do; the report
 * stays as it was and nothing of it comes into the archive. On the real engines, through the functions themselves.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReportUpload } from '../../functions/upload-report/open-report-upload.ts';
import { reportCodeOf } from '../../shared/contract/report.ts';
import { oddPdfs } from '../pdf/odd-pdfs.ts';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import { type Engines, openEngines } from '../support/engines.ts';
import { jpg, sha256 } from '../support/evidence.ts';
import { accepted, day, papers, ReportSteps, type Upload, uploads } from '../support/report-steps.ts';
import { stampedScan } from '../support/stamped.ts';

let engines: Engines;
let departments = 100;
beforeAll(async () => {
  engines = await openEngines();
});
afterAll(() => engines.stop());

async function expected(): Promise<ReportSteps> {
  departments += 1;
  const report = new ReportSteps(engines, departments.toString());
  await report.isExpected();
  await report.isTold();
  return report;
}

const odd = (name: string) => {
  const found = oddPdfs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no odd PDF is called ${name}`);
  return found.bytes();
};

/** What its bringer is told when he announces a file. */
async function announced(report: ReportSteps, bytes: number, reason = ''): Promise<string> {
  const stated = {
    name: '报告.pdf',
    documentNo: '',
    seal: 'scan',
    signatory: '张三',
    explanations: [],
  } as const;
  const body = { ...stated, bytes, sha256: sha256(papers.new), reason };
  const outcome = await openReportUpload(report.ports(), report.asks('dept-filler', body));
  return outcome.ok ? 'taken' : outcome.refusal.detail;
}

describe('V38 §10 a file that is no stamped report', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array, string]>([
    ['a photo renamed', jpg, '报告文件不是PDF（改扩展名无效），请导出或扫描为PDF后重新上传。'],
    [
      'a password',
      () =>
        pdf(
          { ...plainObjects(), 9: '<</Filter/Standard/V 1/R 2/O()/U()/P -4>>' },
          { trailer: '/Encrypt 9 0 R' },
        ),
      '报告文件设有密码或权限限制，请取消加密后重新上传。',
    ],
    [
      'cut in the middle of its transfer',
      () => odd('cut within a picture'),
      '报告文件不完整，结尾缺失，通常是复制或传输中断，请确认原文件能完整打开后重新上传，或重新扫描。',
    ],
    [
      'a gibibyte in a megabyte',
      () => odd('a gibibyte of zeros as content'),
      '报告文件解压后异常庞大，不像一份报告，系统已停止检查，请打印为普通PDF或重新扫描后上传。',
    ],
    [
      'a million objects',
      () => odd('a million objects'),
      '报告文件包含的对象异常多，不像一份报告，系统已停止检查，请打印为普通PDF或重新扫描后上传。',
    ],
    [
      'a script, a program and a file inside',
      () => odd('several at once'),
      '报告文件含有脚本、启动程序、嵌入文件、表单提交，请打印为普通PDF后重新上传。',
    ],
    ['no page', () => odd('no pages'), '报告文件没有页面，请重新扫描后上传。'],
    ['too many pages', () => odd('301 pages'), '报告文件超过300页，请只扫描报告本身后重新上传。'],
  ])('%s', async (_, file, sentence) => {
    const report = await expected();
    await report.isArchived('old');
    const before = await report.stands();
    await report.isSent('new', await file());
    accepted(await report.receive('new'));
    await report.verify();
    const { head, archived, objects } = await report.stands();
    expect(head.refused).toEqual({ upload: uploads.new, name: '报告.pdf', why: sentence });
    expect([head.state, head.filed, head.kept, archived, objects]).toEqual([
      before.head.state,
      before.head.filed,
      before.head.kept,
      before.archived,
      before.objects,
    ]);
    const again = await report.receive('new');
    expect(again).toMatchObject({ ok: false, refusal: { detail: `${sentence}原有文件保持不变。` } });
  });

  test('another department’s report, told by the code on its pages', async () => {
    const report = await expected();
    await report.isSent(
      'new',
      await stampedScan(reportCodeOf({ ...(await report.head()), department: '900' }, 'x')),
    );
    accepted(await report.receive('new'));
    await report.verify();
    const own = `360733-2022-HY-${report.ref.department}`;
    expect((await report.head()).refused?.why).toBe(
      `页面二维码属于另一份报告（360733-2022-HY-900），不是这里的${own}，请核对后上传对应的文件。`,
    );
  });

  test('an upload of another department is not known here, and one that never came has its own sentence', async () => {
    const [report, other] = [await expected(), await expected()];
    await other.isSent('new');
    expect(await report.receive('new')).toBeUndefined();
    const { ledger } = report.ports();
    const announcement = await ledger.announcedUpload(other.ref, uploads.new);
    if (announcement === undefined) throw new Error('it was never announced');
    await ledger.announceUpload(report.ref, announcement, day / 1000 + 600);
    expect(await report.receive('new')).toMatchObject({
      refusal: {
        detail: '还没有收到这个文件：上传尚未完成，或上传凭证已过期（10分钟内有效），请重新选择文件上传。',
      },
    });
    expect((await report.head()).pending).toBeNull();
  });
});

describe('§10 refused before a byte is sent', () => {
  test.each([
    [0, '文件是空的（0字节），请核对后选择有内容的文件，重新上传。'],
    [20 * 1024 ** 2, 'taken'],
    [20 * 1024 ** 2 + 1, '文件大于20MB，请降低扫描分辨率、压缩或拆成几个文件后重新上传。'],
    [10 * 1024 ** 3, '文件大于20MB，请降低扫描分辨率、压缩或拆成几个文件后重新上传。'],
  ])('%d bytes', async (bytes, said) => {
    expect(await announced(await expected(), bytes)).toBe(said);
  });

  test('a second file while the first is looked at: announced or already sent', async () => {
    const report = await expected();
    for (const upload of ['old', 'new'] satisfies Upload[]) await report.isSent(upload);
    accepted(await report.receive('old'));
    const said = '上一次上传的文件“报告.pdf”正在检查，通常几秒钟，请稍后刷新，看到结果后再操作。';
    expect(await announced(report, 1000, '换一份')).toBe(said);
    expect(await report.receive('new')).toMatchObject({ refusal: { detail: said } });
    await report.verify();
    expect((await report.head()).filed?.id).toBe(uploads.old);
  });

  test('a file in whose place no reason puts another one; and none while it goes into the archive', async () => {
    const report = await expected();
    await report.isSent('old');
    accepted(await report.receive('old'));
    await report.verify();
    expect(await announced(report, 1000)).toBe(
      '这份报告已有文件，重新上传会替换它（原文件继续保存），必须写明替换原因，请填写后再上传。',
    );
    await report.confirm('old');
    expect(await announced(report, 1000, '换一份')).toBe(
      '报告已核对，正在归档，通常不到一秒，请稍后刷新再操作。',
    );
  });
});
