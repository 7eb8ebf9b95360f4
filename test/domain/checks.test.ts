/**
 * The checks of a filing as a whole (domain §7): what the schema, posts and keys hold, targets, evidence and messages, what must hold of
 * any content, and that every rule has its tests. The rules of money, rows and texts stand in the files beside this one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { content as contentSchema } from '../../shared/contract/content.ts';
import { wan } from '../../shared/contract/field.ts';
import { keyOf } from '../../shared/contract/item.ts';
import { fillerPost } from '../../shared/domain/authority.ts';
import {
  adjustKinds,
  type Content,
  causes,
  keyFields,
  likelihoods,
  statuses,
  type TextField,
  textFields,
} from '../../shared/domain/content.ts';
import { decideSubmit } from '../../shared/domain/filing-decisions.ts';
import { hinders } from '../../shared/domain/finding.ts';
import type { FileFacts, Ground } from '../../shared/domain/ground.ts';
import { strangerIssues } from '../../shared/domain/strangers.ts';
import { subjectKinds } from '../../shared/domain/subject.ts';
import { check, found, foundBy, good, ground, messageOf, withMoney } from '../support/checked.ts';
import { evaluation, filingRef, outcome, sent } from '../support/filings.ts';
import { fen } from '../support/measured.ts';

const wire = { targetVersion: 1, money: {}, rows: {}, texts: {} };

describe('V07 · amounts are 万元 text', () => {
  test('1,234.567891', () => expect(z.parse(wan, '1,234.567891')).toBe(1_234_567_891n));
  test('eight digits and six decimals fit', () => {
    expect(z.parse(wan, '99999999.999999')).toBe(99_999_999_999_999n);
  });
  test.each(['12.3456789', '5万', '1e3', '100000000', '', '３１．２０元'])('%j', (text) => {
    expect(z.safeParse(wan, text).error?.issues).toMatchObject([{ params: { rule: 'V07' } }]);
  });
});

describe('V08 · computed keys are refused where they stand', () => {
  test('without them', () => expect(z.safeParse(contentSchema, wire).success).toBe(true));
  test.each([
    [{ rate: '99' }, [], 'rate'],
    [{ light: 'green' }, [], 'light'],
    [{ totals: {} }, [], 'totals'],
    [{ money: { fiscal: { adjusted: '78' } } }, ['money', 'fiscal'], 'adjusted'],
    [{ rows: { '11-01': { attainment: '100' } } }, ['rows', '11-01'], 'attainment'],
  ])('%j', (bent, path, key) => {
    expect(z.safeParse(contentSchema, { ...wire, ...bent }).error?.issues).toMatchObject([
      { code: 'unrecognized_keys', path, keys: [key] },
    ]);
  });
});

describe('V29 · the targets that were answered are those in force', () => {
  test('1 = 1', () => expect(found(good)).toEqual([]));
  test('a draft on version 1 while version 2 is approved', () => {
    const bent = { ground: { target: { ...ground.target, version: 2 } } };
    expect(found(good, bent)).toEqual(['V29 block /targetVersion']);
    expect(messageOf('V29', good, bent)).toBe(
      '填报依据的是第1版绩效目标，现行为第2版，请重新载入目标后核对填写。',
    );
  });
});

describe('V30 · overall spending is filled by its department, the others by their unit', () => {
  const belonging = { region: '360733', department: '101', unit: '101001', section: 'S01' };
  test.each([
    ['overall', { role: 'dept-filler', at: '101' }],
    ['project', { role: 'unit-filler', at: '101001' }],
    ['transfer', { role: 'unit-filler', at: '101001' }],
  ] as const)('%s', (kind, post) => expect(fillerPost({ ...belonging, kind })).toEqual(post));
});

describe('V31 · one filing per subject and round', () => {
  test('subject and round are its key, and nothing else is', () => {
    const key = JSON.stringify(keyOf.filing(filingRef));
    expect(JSON.stringify(keyOf.filing({ ...filingRef }))).toBe(key);
    expect(JSON.stringify(keyOf.filing({ ...filingRef, subject: '101P02' }))).not.toBe(key);
    expect(JSON.stringify(keyOf.filing({ ...filingRef, round: '2022-Q3' }))).not.toBe(key);
  });
  test('what has been sent is not sent again', () => {
    expect(outcome(decideSubmit(sent(), 'filler', 0, evaluation))).toBe('in-transit');
  });
});

describe('V32 · evidence is what it says, and there where it must be', () => {
  const pdf: FileFacts = { name: '验收单.pdf', bytes: 2_000_000, type: 'pdf' };
  const asked = (facts: Partial<FileFacts>) =>
    found({ ...good, files: [{ file: 'a' }] }, { ground: { files: { a: { ...pdf, ...facts } } } });
  const say = (facts: Partial<FileFacts>) =>
    messageOf('V32', { ...good, files: [{ file: 'a' }] }, { ground: { files: { a: { ...pdf, ...facts } } } });

  test('2 MB of PDF, exactly 20 MiB, one byte', () => {
    expect(asked({})).toEqual([]);
    expect(asked({ bytes: 20 * 1024 * 1024, type: 'png' })).toEqual([]);
    expect(asked({ bytes: 1, type: 'jpg' })).toEqual([]);
  });
  test.each<[string, Partial<FileFacts>, string]>([
    ['0 bytes', { bytes: 0, type: null }, '附件“验收单.pdf”是空文件，请重新上传。'],
    ['a renamed exe', { type: null }, '附件“验收单.pdf”的内容不是PDF、PNG或JPG（改扩展名无效）'],
    ['one byte too large', { bytes: 20 * 1024 * 1024 + 1 }, '附件“验收单.pdf”大于20MB'],
  ])('%s', (_, facts, message) => {
    expect(asked(facts)).toEqual(['V32 block /files/0']);
    expect(say(facts)).toContain(message);
  });
  test('a file that nobody uploaded is named by its place', () => {
    const content = { ...good, files: [{ file: 'a' }, { file: 'toString' }] };
    expect(found(content, { ground: { files: { a: pdf } } })).toEqual(['V32 block /files/1']);
    expect(messageOf('V32', content, { ground: { files: { a: pdf } } })).toBe(
      '第2个附件没有上传成功，请重新上传或从清单中删除。',
    );
  });
  test('twenty files are enough', () => {
    const files = (count: number) => ({ ...good, files: Array(count).fill({ file: 'a' }) });
    expect(found(files(20), { ground: { files: { a: pdf } } })).toEqual([]);
    expect(found(files(21), { ground: { files: { a: pdf } } })).toEqual(['V32 block /files']);
    expect(messageOf('V32', files(21), { ground: { files: { a: pdf } } })).toBe(
      '附件共21个，最多20个，请删减或合并。',
    );
  });

  const watched = { ground: { subject: { ...ground.subject, keyMonitoring: true }, files: { a: pdf } } };
  const keyBlock = {
    procurement: '已公开招标',
    acceptance: '不涉及',
    disclosure: '已公示',
    assets: '不涉及',
    accounting: '专账核算',
  };
  test('under key monitoring: one piece of evidence and five texts, 不涉及 allowed', () => {
    expect(found({ ...good, keyBlock, files: [{ file: 'a' }] }, watched)).toEqual([]);
  });
  test('none of them', () => {
    expect(found(good, watched)).toEqual([
      ...Object.keys(keyFields).map((field) => `V32 block /keyBlock/${field}`),
      'V32 block /files',
    ]);
    expect(found({ ...good, keyBlock, files: [] }, watched)).toEqual(['V32 block /files']);
    expect(messageOf('V32', { ...good, keyBlock }, watched)).toBe(
      '重点绩效监控对象至少要上传1份佐证附件，请补充。',
    );
  });
  test.each(Object.entries(keyFields))('%s is empty', (field, label) => {
    const content = { ...good, keyBlock: { ...keyBlock, [field]: ' ' }, files: [{ file: 'a' }] };
    expect(found(content, watched)).toEqual([`V32 block /keyBlock/${field}`]);
    expect(messageOf('V32', content, watched)).toBe(
      `重点绩效监控对象必须填写“${label}”，没有的请写“不涉及”。`,
    );
  });
});

describe('V34 · 使用率 and 到位率 stand under their own names', () => {
  const used = withMoney({
    initial: fen('100'),
    arrived: fen('40'),
    executed: fen('38'),
    forecast: fen('95'),
  });
  test('beside 执行率, where money has arrived', () => {
    expect(foundBy('V34', used)).toEqual(['V34 info /money/arrived']);
    expect(messageOf('V34', used)).toBe(
      '使用率95.00%（累计执行数÷资金到位数）、到位率40.00%（资金到位数÷调整后预算数）只作参考，不等于执行率38.00%（累计执行数÷调整后预算数）。',
    );
  });
  test('nothing arrived is entered too, and a share of nothing is a dash', () => {
    expect(messageOf('V34', withMoney({ arrived: 0n }))).toContain('使用率—（');
  });
  test('silent where nothing was entered', () => expect(foundBy('V34', good)).toEqual([]));
  test('hinders nobody', () =>
    expect(
      check(used)
        .filter(hinders)
        .map(({ rule }) => rule),
    ).not.toContain('V34'));
});

describe('V35 · approved and unpaid is not spent', () => {
  test('said once, last, and hindering nobody', () => {
    expect(check(good)).toEqual([
      {
        rule: 'V35',
        level: 'info',
        pointer: '/money',
        message: '累计执行数只填实际支付数；已审批尚未支付（待支付）的金额不算执行，请勿计入。',
        answer: null,
      },
    ]);
    expect(check(good).filter(hinders)).toEqual([]);
    expect(check(withMoney({ arrived: 1n })).map(({ rule }) => rule)).toEqual(['V34', 'V35']);
  });
});

describe('what hinders 送审', () => {
  const at = '/texts/outlook';
  test.each([
    ['block', null, true],
    ['explain', { at, text: null }, true],
    ['explain', { at, text: '已核实无误' }, false],
    ['info', null, false],
    ['info', { at, text: null }, false],
  ] as const)('%s %j', (level, answer, expected) => {
    expect(hinders({ pointer: at, rule: 'V00', message: '', level, answer })).toBe(expected);
  });
});

describe('cells that are not of the form', () => {
  const asked = (
    bent: Partial<Content>,
    subject: Pick<Ground['subject'], 'kind' | 'keyMonitoring'> = ground.subject,
  ) =>
    strangerIssues({ ...good, ...bent }, subject, ground.target).map(
      ({ rule, pointer }) => `${rule} ${pointer}`,
    );
  const first = (bent: Partial<Content>) =>
    strangerIssues({ ...good, ...bent }, ground.subject, ground.target)[0];

  test('a form of its own cells', () => {
    const explanations = ['/rows/11-01/actual', '/money/other/executed', '/texts/outlook'].map((cell) => ({
      rule: 'V23',
      cell,
      text: '情况属实',
    }));
    const files = [{ file: 'a' }, { file: 'b', indicator: '11-01' }];
    expect(asked({ explanations, files, keyBlock: { assets: ' ', disclosure: '' } })).toEqual([]);
  });
  test.each([
    ['project', 'central'],
    ['transfer', 'fiscal'],
    ['overall', 'other'],
    ['project', 'constructor'],
  ] as const)('of a %s, money row %s', (kind, row) => {
    const money = { [row]: { executed: 1n } };
    expect(asked({ money }, { kind, keyMonitoring: false })).toEqual([`form /money/${row}`]);
  });
  test('a row that is not approved', () => {
    expect(asked({ rows: { ...good.rows, '99-01': {} } })).toEqual(['form /rows/99-01']);
    expect(first({ rows: { '99-01': {} } })?.message).toContain('指标“99-01”不在批复的绩效目标中');
    expect(first({ money: { central: {} } })?.message).toContain('资金行“central”不属于本类资金的监控表');
  });
  test('the extra block of a subject that is not under key monitoring', () => {
    const keyBlock = { assets: '不涉及' };
    expect(asked({ keyBlock })).toEqual(['form /keyBlock']);
    expect(first({ keyBlock })?.message).toContain('不在重点绩效监控范围内');
    expect(asked({ keyBlock }, { kind: 'project', keyMonitoring: true })).toEqual([]);
  });
  test('evidence for a row that is not there', () => {
    const files = [{ file: 'a' }, { file: 'b', indicator: '11-09' }];
    expect(asked({ files })).toEqual(['form /files/1/indicator']);
    expect(first({ files })?.message).toContain('第2个附件对应的指标“11-09”不在批复的绩效目标中');
  });
  test.each([
    '/rows/11-09/actual',
    '/rows/11-01/rate',
    '/rows/22-01/actual',
    '/money/central/executed',
    '/money/executed',
    '/texts/poem',
    '/keyBlock/assets',
    '/',
  ])('an explanation of %s', (cell) => {
    const explanations = [
      { rule: 'V23', cell: '/rows/11-01/actual', text: '情况属实' },
      { rule: 'V23', cell, text: '情况属实' },
    ];
    expect(asked({ explanations })).toEqual(['form /explanations/1/cell']);
    expect(first({ explanations })?.message).toContain('第2条说明对应的单元格不在监控表中');
  });
  test('under key monitoring its block may be explained', () => {
    const explanations = [{ rule: 'V27', cell: '/keyBlock/assets', text: '情况属实' }];
    expect(asked({ explanations }, { kind: 'project', keyMonitoring: true })).toEqual([]);
  });
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const number = maybe(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }));
const text = maybe(
  fc.oneof(fc.constantFrom('', '无', '略', '招标推迟至8月'), fc.string({ unit: 'grapheme', maxLength: 30 })),
);
const moneyRow = fc.record({
  initial: number,
  adjustment: number,
  adjustKind: maybe(fc.constantFrom(...adjustKinds)),
  adjustReason: text,
  arrived: number,
  executed: number,
  forecast: number,
});
const indicatorRow = fc.record({
  actual: number,
  status: maybe(fc.constantFrom(...statuses)),
  statusText: text,
  notYet: maybe(fc.record({ reason: fc.string(), month: fc.integer({ min: 1, max: 12 }) })),
  forecast: number,
  forecastStatus: maybe(fc.constantFrom(...statuses)),
  likelihood: maybe(fc.constantFrom(...likelihoods)),
  causes: maybe(fc.subarray([...causes])),
  causeText: text,
  remark: text,
  excessText: text,
});
const codes = ground.target.indicators.map(({ code }) => code);
const anyContent: fc.Arbitrary<Content> = fc.record({
  targetVersion: fc.integer({ min: 1, max: 2 }),
  money: fc.dictionary(fc.constantFrom('fiscal', 'carryover', 'other', 'central'), moneyRow),
  rows: fc.dictionary(fc.constantFrom(...codes, '99-01'), indicatorRow),
  texts: fc.dictionary(fc.constantFrom(...(Object.keys(textFields) as TextField[])), text),
  keyBlock: maybe(fc.dictionary(fc.constantFrom('procurement', 'assets'), text)),
  explanations: maybe(
    fc.array(
      fc.record({ rule: fc.constantFrom('V19', 'V23', 'V27'), cell: fc.string(), text: fc.string() }),
      { maxLength: 3 },
    ),
  ),
  files: maybe(fc.array(fc.record({ file: fc.constantFrom('a', 'b') }), { maxLength: 3 })),
});
const anyGround: fc.Arbitrary<Partial<Ground>> = fc.record({
  subject: fc.record({
    kind: fc.constantFrom(...subjectKinds),
    keyMonitoring: fc.boolean(),
    suspended: fc.constantFrom(null, { stopPaymentOn: '2022-06-20' }),
  }),
  cutoffMonth: fc.constantFrom(6, 9, 10, 11),
  emphasis: fc.constantFrom('warn', 'correct', 'urge'),
  fundsEntry: fc.constantFrom('import', 'hand', 'import-else-hand'),
  imported: fc.option(
    fc.record({
      importedOn: fc.constant('2022-07-05'),
      rows: fc.dictionary(fc.constantFrom('fiscal', 'other'), moneyRow),
    }),
    { nil: null },
  ),
  last: fc.option(anyContent, { nil: null }),
  others: fc.array(
    anyContent.map(({ texts }) => ({ subject: '101P02', texts })),
    { maxLength: 2 },
  ),
  files: fc.constant({ a: { name: 'a.pdf', bytes: 1, type: 'pdf' as const } }),
});

/** The same cells written down in another order. */
function reversed<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).reverse());
}

describe('whatever is filled in', () => {
  test('nothing is thrown; each finding has a cell, a rule and a sentence, and a question has its place', () =>
    fc.assert(
      fc.property(anyContent, anyGround, (content, bent) => {
        for (const finding of check(content, { ground: bent })) {
          expect(finding.pointer).toMatch(/^\/\w/);
          expect(finding.rule).toMatch(/^V\d\d$/);
          expect(finding.message).toMatch(/^[^{}]*[\u4e00-\u9fff][^{}]*。$/u);
          expect(finding.answer !== null).toBe(finding.level === 'explain');
        }
      }),
    ));
  test('the same content is found the same, in whatever order its rows were written', () =>
    fc.assert(
      fc.property(anyContent, anyGround, (content, bent) => {
        const findings = check(content, { ground: bent });
        expect(check(structuredClone(content), { ground: bent })).toEqual(findings);
        const other = { ...content, money: reversed(content.money), rows: reversed(content.rows) };
        expect(check(other, { ground: bent })).toEqual(findings);
      }),
    ));
  test('a content that passes keeps passing when its rows and its targets change places', () => {
    const orders = fc.tuple(
      fc.shuffledSubarray(Object.entries(good.rows), { minLength: codes.length }),
      fc.shuffledSubarray([...ground.target.indicators], { minLength: codes.length }),
    );
    return fc.assert(
      fc.property(orders, ([rows, indicators]) => {
        const target = { ...ground.target, indicators };
        expect(found({ ...good, rows: Object.fromEntries(rows) }, { ground: { target } })).toEqual([]);
      }),
    );
  });
  test('an explanation never makes a finding go away, it only answers it', () =>
    fc.assert(
      fc.property(anyContent, anyGround, (content, bent) => {
        const { explanations: _, ...silent } = content;
        const before = check(silent, { ground: bent });
        const notes = before.map(({ rule, pointer }) => ({ rule, cell: pointer, text: '情况已核实无误' }));
        const after = check({ ...content, explanations: notes }, { ground: bent });
        expect(after.map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual(
          before.map(({ rule, pointer }) => `${rule} ${pointer}`),
        );
        expect(after.filter((finding) => finding.answer?.at === '/explanations' && hinders(finding))).toEqual(
          [],
        );
      }),
    ));
});

test('every rule from V01 to V40 has its tests', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' });
  const sources = files
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(`test/${name}`, 'utf8'));
  const titled = sources.flatMap((source) =>
    [...source.matchAll(/\bdescribe(?:\.\w+)?\(\s*['"`](V\d\d) · /g)].map(([, rule]) => rule),
  );
  const rules = Array.from({ length: 40 }, (_, index) => `V${String(index + 1).padStart(2, '0')}`);
  expect(rules.filter((rule) => !titled.includes(rule))).toEqual([]);
});
