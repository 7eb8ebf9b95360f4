/** Reports for the tests: one department with all kinds of money, and any that could be written. */

import fc from 'fast-check';
import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import type { ReportedFiling, ReportSource } from '../../shared/document/report-source.ts';
import type { Content } from '../../shared/domain/content.ts';
import { dispositionStates } from '../../shared/domain/disposition.ts';
import { dispositionKinds } from '../../shared/domain/execution-record.ts';
import { figuresOf } from '../../shared/domain/figures.ts';
import type { Stage } from '../../shared/domain/filing.ts';
import type { Indicator, SubjectKind } from '../../shared/domain/subject.ts';
import { aGround } from '../support/measured.ts';
import { anyFilledForm, anyText, indicator, qualitative } from './sample-forms.ts';

type Given = Pick<ReportedFiling, 'subject' | 'content' | 'indicators'> &
  Partial<Pick<ReportedFiling, 'unitName' | 'stage' | 'earlier'>>;

/** A filing with the figures and lights that its content has. */
export function reported(given: Given, cutoffMonth = 6): ReportedFiling {
  const target = { subject: given.subject.code, version: 1, goalText: '', indicators: given.indicators };
  const figures = figuresOf(given.content, { ...aGround({ cutoffMonth }), target });
  return {
    unitName: '公共就业服务中心',
    stage: 'archived',
    earlier: [],
    ...given,
    evaluation: { ...figures, findings: [] },
  };
}

const texts: Content['texts'] = {
  goalReview: '目标任务完成过半。',
  budgetReview: '支出进度慢于序时',
  implementationReview: '分工落实、按月调度',
  fundReview: '专账核算、手续齐全！',
};

/** Behind with its money and with one of its indicators. */
export function slowProject(code = '101P01', name = '职业技能提升培训'): Given {
  return {
    subject: { code, name, kind: 'project' },
    indicators: [indicator('11-01', { name: '培训场次' }), qualitative],
    content: {
      targetVersion: 1,
      money: {
        fiscal: {
          initial: 200_000_000n,
          adjustment: -4_500_000n,
          executed: 56_123_456n,
          forecast: 190_000_000n,
        },
      },
      rows: {
        '11-01': {
          actual: 140_000n,
          forecast: 400_000n,
          likelihood: 'possible',
          causes: ['funding', 'staff'],
          causeText: '专项资金到位较晚。',
          remark: '三季度补充人员',
        },
        '22-01': {
          status: 'achieved',
          statusText: '群众满意',
          forecastStatus: 'achieved',
          likelihood: 'certain',
        },
      },
      texts: { ...texts, slowReason: '招标延期', deviationAnalysis: '开工偏晚。', measures: '倒排工期' },
    },
  };
}

/** On target in everything. */
export function steady(code: string, name: string, kind: SubjectKind): Given {
  const row = { fiscal: 'fiscal', overall: 'personnel', transfer: 'central', project: 'fiscal' }[kind];
  return {
    subject: { code, name, kind },
    indicators: [indicator('11-01', { name: '工作场次' })],
    content: {
      targetVersion: 1,
      money: { [row]: { initial: 100_000_000n, executed: 50_000_000n, forecast: 100_000_000n } },
      rows: { '11-01': { actual: 240_000n, forecast: 480_000n, likelihood: 'certain' } },
      texts,
    },
  };
}

export function reportSource(rest: Partial<ReportSource> = {}): ReportSource {
  return {
    report: { region: '360733', fiscalYear: 2022, period: 'half-year', department: '101' },
    departmentName: '会昌县人力资源和社会保障局',
    cutoffMonth: 6,
    opensOn: '2022-07-01',
    writtenOn: '2022-07-18',
    filings: [
      reported(slowProject()),
      reported(steady('101Z00', '部门整体支出', 'overall')),
      reported({ ...steady('101P02', '高校毕业生就业见习补贴', 'project'), stage: 'section-review' }),
      reported(steady('101T01', '就业补助资金', 'transfer')),
    ],
    outstanding: [],
    dispositions: [],
    meeting: null,
    ...rest,
  };
}

const pastDepartment: readonly Stage[] = ['section-review', 'approved', 'archived'];
const name = anyText.map((text) => text || '无名');
const code = fc
  .array(fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 1, maxLength: 20 })
  .map((letters) => letters.join(''));

const anyFiling = fc
  .record({
    filled: anyFilledForm,
    code,
    stage: fc.constantFrom(...pastDepartment),
    earlier: fc.array(
      fc.record({
        cutoffMonth: fc.constantFrom(6, 9, 10),
        rate: fc.option(fc.bigInt({ min: 0n, max: 20_000n })),
        attainment: fc.option(fc.bigInt({ min: 0n, max: 10_000n })),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ filled: { form, content }, code: own, stage, earlier }) =>
    reported({
      subject: { code: own, name: form.subject.name, kind: form.kind },
      unitName: form.unit.name,
      indicators: form.indicators as readonly Indicator[],
      content: z.decode(contentSchema, content),
      stage,
      earlier,
    }),
  );

const anySubject = fc.record({
  code,
  name,
  kind: fc.constantFrom('overall' as const, 'project' as const, 'transfer' as const),
});

/** Any report of any department, with texts of any kind in it. */
export const anyReport: fc.Arbitrary<ReportSource> = fc
  .record({
    departmentName: name,
    filings: fc.uniqueArray(anyFiling, { selector: ({ subject }) => subject.code, maxLength: 5 }),
    outstanding: fc.array(
      fc.record({ subject: anySubject, stage: fc.constantFrom('draft' as const, 'dept-review' as const) }),
      { maxLength: 3 },
    ),
    dispositions: fc.array(
      fc.record({
        subject: anySubject,
        kind: fc.constantFrom(...dispositionKinds),
        state: fc.constantFrom(...dispositionStates),
        amount: fc.option(fc.bigInt({ min: 0n, max: 10n ** 14n })),
        documentNo: fc.option(name),
      }),
      { maxLength: 3 },
    ),
    meeting: fc.option(fc.record({ heldOn: fc.constant('2022-07-15'), number: name, conclusion: anyText })),
  })
  .map((given) => reportSource(given));
