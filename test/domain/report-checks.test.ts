/** The rules of a department's report, by the table of domain §7. */
import { describe, expect, test } from 'vitest';
import { stages } from '../../shared/domain/filing.ts';
import {
  checkReportBasis,
  checkReportStatement,
  type ReportBasis,
  type ReportStatement,
} from '../../shared/domain/report-checks.ts';
import { checkReportFile, type ReportFile } from '../../shared/domain/report-file-check.ts';

describe('V38 · the report is a plain PDF', () => {
  const scan: ReportFile = {
    startsWithPdf: true,
    trouble: null,
    pages: 6,
    bytes: 2_000_000,
    encrypted: false,
    active: [],
  };
  test('a scan of six pages, one of one, one of exactly 20 MiB', () => {
    expect(checkReportFile(scan)).toEqual([]);
    expect(checkReportFile({ ...scan, pages: 1 })).toEqual([]);
    expect(checkReportFile({ ...scan, bytes: 20 * 1024 * 1024 })).toEqual([]);
    expect(checkReportFile({ ...scan, bytes: 1 })).toEqual([]);
    expect(checkReportFile({ ...scan, pages: 300 })).toEqual([]);
  });
  test.each<[string, Partial<ReportFile>, string]>([
    ['a renamed jpg', { startsWithPdf: false, pages: 0 }, '不是PDF（改扩展名无效）'],
    ['encrypted', { encrypted: true, pages: 0 }, '设有密码或权限限制'],
    ['torn', { trouble: 'cut', pages: 0 }, '不完整，结尾缺失'],
    ['without a page', { pages: 0 }, '没有页面，请重新扫描'],
    ['a page too many', { pages: 301 }, '超过300页'],
    ['one byte too large', { bytes: 20 * 1024 * 1024 + 1 }, '大于20MB'],
    ['without a way to its pages', { trouble: 'no-catalogue', pages: 0 }, '已损坏，找不到文件目录'],
    ['leading into itself', { trouble: 'broken-tree', pages: 0 }, '已损坏，页面目录前后矛盾'],
    ['packed so that nobody can open it', { trouble: 'closed', pages: 0 }, '有一部分解不开'],
    ['made of a million objects', { trouble: 'objects', pages: 0 }, '包含的对象异常多'],
    ['nested without end', { trouble: 'depth', pages: 0 }, '内部结构嵌套过深'],
    ['with one endless object', { trouble: 'values', pages: 0 }, '有的对象异常庞大'],
    ['a bomb', { trouble: 'inflated', pages: 0 }, '解压后异常庞大'],
    ['packed ten times over', { trouble: 'filters', pages: 0 }, '内容被反复压缩了多层'],
    ['with a picture of a wall', { trouble: 'pixels', pages: 0 }, '有图片过大，请把扫描分辨率降到300dpi'],
    ['a maze', { trouble: 'steps', pages: 0 }, '结构异常复杂，检查所需工作量过大'],
    ['a maze with a clock', { trouble: 'time', pages: 0 }, '结构异常复杂，在限定时间内没有检查完'],
    ['empty', { bytes: 0, startsWithPdf: false }, '是空文件'],
    ['with a script and a file', { active: ['脚本', '嵌入文件'] }, '含有脚本、嵌入文件，请打印为普通PDF'],
  ])('%s', (_, bent, message) => {
    const findings = checkReportFile({ ...scan, ...bent });
    expect(findings).toMatchObject([{ rule: 'V38', level: 'block', pointer: '/file', answer: null }]);
    expect(findings[0]?.message).toContain(`报告文件${message}`);
  });
});

describe('V39 · the report stands where it belongs, on filings that are far enough', () => {
  const slot = { department: '101', fiscalYear: 2022, period: 'half-year' } as const;
  const basis = (bent: Partial<ReportBasis> = {}): ReportBasis => ({
    expected: slot,
    stated: slot,
    filings: [
      { subjectName: '培训', stage: 'section-review' },
      { subjectName: '部门整体支出', stage: 'approved' },
      { subjectName: '就业补助', stage: 'archived' },
    ],
    waiver: null,
    ...bent,
  });
  test('all in the section’s review or later', () => expect(checkReportBasis(basis())).toEqual([]));
  test('one draft left', () => {
    const filings = [...basis().filings, { subjectName: '仲裁', stage: 'draft' } as const];
    expect(checkReportBasis(basis({ filings }))).toEqual([
      {
        rule: 'V39',
        level: 'block',
        pointer: '/filings',
        message:
          '还有1项填报未通过部门审核（部门整体支出为未送审）：“仲裁”填报中，请办完后再上传，或请绩效股说明理由后放行。',
        answer: null,
      },
    ]);
  });
  test.each(stages)('%s', (stage) => {
    const isPast = ['section-review', 'approved', 'archived'].includes(stage);
    const filings = [{ subjectName: '培训', stage }];
    expect(checkReportBasis(basis({ filings }))).toHaveLength(isPast ? 0 : 1);
  });
  test('several are named', () => {
    const filings = [
      { subjectName: '培训', stage: 'returned' },
      { subjectName: '仲裁', stage: 'not-started' },
    ] as const;
    expect(checkReportBasis(basis({ filings }))[0]?.message).toContain(
      '还有2项填报未通过部门审核（部门整体支出为未送审）：“培训”被退回、“仲裁”未填报',
    );
  });
  test('the performance office may let it pass, with a reason that says something', () => {
    const filings = [{ subjectName: '仲裁', stage: 'draft' } as const];
    expect(checkReportBasis(basis({ filings, waiver: '单位撤并' }))).toEqual([]);
    expect(checkReportBasis(basis({ filings, waiver: '无' }))).toHaveLength(1);
    expect(checkReportBasis(basis({ filings, waiver: '' }))).toHaveLength(1);
  });
  test.each([
    ['department', { department: '102' }, '部门'],
    ['fiscalYear', { fiscalYear: 2021 }, '年度'],
    ['period', { period: 'annual' }, '报告期'],
  ] as const)('another %s is refused, whatever was let pass', (part, bent, name) => {
    expect(checkReportBasis(basis({ stated: { ...slot, ...bent }, waiver: '单位撤并' }))).toEqual([
      {
        rule: 'V39',
        level: 'block',
        pointer: `/${part}`,
        message: `报告的${name}与上传位置不一致，请核对后上传到对应的报告下。`,
        answer: null,
      },
    ]);
  });
});

describe('V40 · Party group told, seal and signatory stated', () => {
  const stated: ReportStatement = {
    uploadedOn: '2022-07-18',
    meetingOn: '2022-07-14',
    plannedOn: null,
    seal: 'scan',
    signatory: '张三',
  };
  const asked = (bent: Partial<ReportStatement>) =>
    checkReportStatement({ ...stated, ...bent }).map(({ rule, level, pointer, answer }) =>
      [rule, level, pointer, answer?.at, answer?.text].join(' ').trim(),
    );
  const meeting = 'V40 explain /meeting/meetingOn /meeting/plannedReason';

  test('07-14, 盖章扫描; on the day of the upload; with an electronic seal', () => {
    expect(asked({})).toEqual([]);
    expect(asked({ meetingOn: '2022-07-18' })).toEqual([]);
    expect(asked({ seal: 'e-seal' })).toEqual([]);
  });
  test('nothing stated', () => {
    expect(asked({ meetingOn: null, seal: null, signatory: '' })).toEqual([
      meeting,
      'V40 explain /seal/kind /explanations',
      'V40 explain /seal/signatory /explanations',
    ]);
    const silent = checkReportStatement({ ...stated, meetingOn: null, seal: null, signatory: undefined });
    expect(silent.map(({ message }) => message)).toEqual([
      '没有填写党委（党组）会议日期，请改正；尚未召开的，请填写计划日期；请在“未召开原因”中说明（至少5个字）。',
      '没有说明用印方式，请选择盖章扫描或电子印章，或填写说明。',
      '没有填写签发人，请填写，或填写说明。',
    ]);
  });
  test('a meeting after the upload has not been held', () => {
    expect(asked({ meetingOn: '2022-07-19' })).toEqual([meeting]);
    expect(checkReportStatement({ ...stated, meetingOn: '2022-07-19' })[0]?.message).toContain(
      '会议日期2022-07-19晚于上传日期2022-07-18',
    );
  });
  test('a planned day with a reason answers; either alone does not', () => {
    const plan = { meetingOn: null, plannedOn: '2022-07-25', plannedReason: '书记出差' };
    expect(asked(plan)).toEqual([meeting]);
    expect(asked({ ...plan, plannedReason: '书记出差中' })).toEqual([`${meeting} 书记出差中`]);
    expect(asked({ ...plan, plannedOn: null, plannedReason: '书记出差中' })).toEqual([meeting]);
    expect(asked({ ...plan, plannedReason: undefined })).toEqual([meeting]);
  });
  test('seal and signatory are answered by notes of their own', () => {
    const explanations = [
      { rule: 'V40', cell: '/seal/kind', text: '印章年检中' },
      { rule: 'V40', cell: '/seal/signatory', text: '负责人空缺' },
    ];
    expect(asked({ seal: null, signatory: ' ', explanations })).toEqual([
      'V40 explain /seal/kind /explanations 印章年检中',
      'V40 explain /seal/signatory /explanations 负责人空缺',
    ]);
  });
});
