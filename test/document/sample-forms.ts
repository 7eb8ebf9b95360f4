/** Forms of every kind for the tests of documents: one that is plain, and any that a filler could have saved. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import type { WireContent } from '../../shared/contract/cell.ts';
import { content as contentSchema } from '../../shared/contract/content.ts';
import type { GivenForm } from '../../shared/document/form-layout.ts';
import {
  adjustKinds,
  causes,
  keyFields,
  likelihoods,
  statuses,
  textFields,
} from '../../shared/domain/content.ts';
import { formatDecimal, formatWan } from '../../shared/domain/money.ts';
import { type Indicator, moneyRows, type SubjectKind, subjectKinds } from '../../shared/domain/subject.ts';

export function indicator(code: string, rest: Partial<Indicator> = {}): Indicator {
  return {
    code,
    name: `开展工作场次${code}`,
    operator: 'gte',
    target: 480_000n,
    targetText: '',
    unit: '场',
    weight: 200_000n,
    nature: 'cumulative',
    ...rest,
  };
}

export const qualitative = indicator('22-01', {
  name: '服务群众情况',
  operator: 'qualitative',
  target: null,
  targetText: '有效改善',
  unit: '',
  nature: 'level',
});

export function givenForm(rest: Partial<GivenForm> = {}): GivenForm {
  return {
    kind: 'project',
    keyMonitoring: false,
    indicators: [indicator('11-01'), qualitative],
    cutoffMonth: 6,
    filing: '360733-2022-H1-101-101P01',
    fiscalYear: 2022,
    roundTitle: '2022年上半年绩效监控',
    subject: { code: '101P01', name: '职业技能提升培训' },
    department: { code: '101', name: '会昌县人力资源和社会保障局' },
    unit: { code: '101002', name: '公共就业服务中心' },
    filledBy: '刘某（示例）',
    goalText: '按计划完成年度任务，达到预期效果。',
    targetVersion: 1,
    initial: { fiscal: 60_000_000n, carryover: 20_000_000n },
    last: null,
    imported: new Set(),
    ...rest,
  };
}

/** What a filler could have written: formulas that are none, lines, rare characters, what spreadsheets write in their own way. */
export const anyText = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+86',
    '-5',
    '@SUM(A1)',
    '=HYPERLINK("http://a.example","点")',
    "'=1",
    '#N/A',
    '#REF!',
  ),
  fc.constantFrom(
    '第一行\n第二行',
    '甲\r\n乙',
    '\t缩进',
    '_x000D_',
    '_x005F_x0041_',
    'TRUE',
    '0012',
    '1e3',
    '5万',
  ),
  fc.constantFrom(
    '𠮷野家㐂𪚥',
    '龘靐齉',
    '“引号”、《书名》〔2021〕',
    '👨‍👩‍👧',
    '\u0000\u0007\ufffe',
    '\ud800断',
    '﷽',
    '\u202e倒写',
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const oddName = anyText.map((text) => text || '无名');

/** Any amount or value that the form's syntax allows. */
const wan = fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n }).map(formatWan);
const decimal = fc.bigInt({ min: -(10n ** 16n) + 1n, max: 10n ** 16n - 1n }).map(formatDecimal);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const phone = anyText.map((text) => [...text].slice(0, 20).join(''));

const moneyRow = fc.record(
  {
    initial: wan,
    adjustment: wan,
    adjustKind: fc.constantFrom(...adjustKinds),
    adjustReason: anyText,
    arrived: wan,
    executed: wan,
    forecast: wan,
  },
  { requiredKeys: [] },
);

const answer = {
  notYet: fc.record({ reason: anyText, month: fc.integer({ min: 1, max: 12 }) }),
  likelihood: fc.constantFrom(...likelihoods),
  causes: fc.subarray([...causes]),
  causeText: anyText,
  remark: anyText,
  excessText: anyText,
};
const number = fc.record({ ...answer, actual: decimal, forecast: decimal }, { requiredKeys: [] });
const words = fc.record(
  {
    ...answer,
    status: fc.constantFrom(...statuses),
    statusText: anyText,
    forecastStatus: fc.constantFrom(...statuses),
  },
  { requiredKeys: [] },
);

const someIndicator = fc
  .record({
    name: oddName,
    operator: fc.constantFrom('gte', 'gt', 'eq', 'lt', 'lte', 'qualitative'),
    target: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }),
    targetText: anyText,
    unit: anyText,
    weight: fc.option(fc.bigInt({ min: 0n, max: 900_000n })),
  })
  .map(
    (given) =>
      ({
        ...given,
        nature: 'level',
        target: given.operator === 'qualitative' ? null : given.target,
      }) as const,
  );

const someIndicators = fc
  .array(someIndicator, { maxLength: 6 })
  .map((given) => given.map((each, index): Indicator => ({ ...each, code: `${11 + index}-0${index + 1}` })));

function contentOf(kind: SubjectKind, indicators: readonly Indicator[], keyMonitoring: boolean) {
  const texts = (fields: object) =>
    fc.record(Object.fromEntries(Object.keys(fields).map((field) => [field, anyText])), { requiredKeys: [] });
  return fc
    .record({
      targetVersion: fc.constant(1),
      phone: maybe(phone),
      money: fc.record(Object.fromEntries(Object.keys(moneyRows[kind]).map((row) => [row, moneyRow])), {
        requiredKeys: [],
      }),
      rows: fc.record(
        Object.fromEntries(
          indicators.map(({ code, operator }) => [code, operator === 'qualitative' ? words : number]),
        ),
        { requiredKeys: [] },
      ),
      texts: texts(textFields),
      keyBlock: keyMonitoring ? maybe(texts(keyFields)) : fc.constant(undefined),
    })
    .map((raw) => z.encode(contentSchema, z.parse(contentSchema, raw)));
}

export interface FilledForm {
  readonly form: GivenForm;
  readonly content: WireContent;
}

/** Any form of any kind, filled in any way that can be saved. */
export const anyFilledForm: fc.Arbitrary<FilledForm> = fc
  .record({
    kind: fc.constantFrom(...subjectKinds),
    keyMonitoring: fc.boolean(),
    indicators: someIndicators,
    cutoffMonth: fc.constantFrom(6, 9, 10, 11),
    names: fc.record({
      subject: oddName,
      department: oddName,
      unit: oddName,
      filledBy: anyText,
      goalText: anyText,
    }),
  })
  .chain(({ names, ...form }) =>
    contentOf(form.kind, form.indicators, form.keyMonitoring).map((content) => ({
      content,
      form: givenForm({
        ...form,
        subject: { code: '101P01', name: names.subject },
        department: { code: '101', name: names.department },
        unit: { code: '101001', name: names.unit },
        filledBy: names.filledBy,
        goalText: names.goalText,
        last: content,
      }),
    })),
  );
