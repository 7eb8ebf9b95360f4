/**
 * Every word that a clerk reads from a table, in the order in which it is offered: the glossary, the form of 财预〔2019〕136号 and the
 * states and actions of the domain. A word that changes here changes on every screen, workbook and print.
 */
import { describe, expect, test } from 'vitest';
import {
  adjustKindNames,
  adjustKinds,
  causeNames,
  causes,
  keyFields,
  likelihoodNames,
  likelihoods,
  statuses,
  statusNames,
  textFields,
} from '../../shared/domain/content.ts';
import { roleNames, roles } from '../../shared/domain/directory.ts';
import { acts, returnReasons, reviewStages, stageNames, stages } from '../../shared/domain/filing.ts';
import { roundErrandFacts, roundStateNames } from '../../shared/domain/round.ts';
import {
  type Indicator,
  moneyRows,
  subjectKindNames,
  subjectKinds,
  targetLabel,
  targetOperators,
} from '../../shared/domain/subject.ts';

/** Code and word, in their order. */
type Table = readonly (readonly [code: string, word: string])[];

function expectWords(names: Readonly<Record<string, string>>, words: Table): void {
  expect(Object.entries(names)).toEqual(words);
}

describe('glossary · who and what', () => {
  test('roles', () => {
    expectWords(roleNames, [
      ['unit-filler', '单位经办'],
      ['dept-filler', '部门经办'],
      ['dept-reviewer', '部门审核'],
      ['section-reviewer', '业务股室审核'],
      ['finance-office', '绩效股'],
      ['archivist', '档案员'],
      ['auditor', '审计'],
      ['admin', '系统管理员'],
    ]);
    expect(roles).toEqual(Object.keys(roleNames));
  });
  test('kinds of subjects', () => {
    expectWords(subjectKindNames, [
      ['overall', '部门整体支出'],
      ['project', '项目支出'],
      ['transfer', '管理的转移支付'],
    ]);
    expect(subjectKinds).toEqual(Object.keys(subjectKindNames));
  });
  test('states of a round', () =>
    expectWords(roundStateNames, [
      ['planned', '草稿'],
      ['open', '已下达'],
      ['closed', '已关闭'],
    ]));
  test('the machine of a round hears of its opening and of its reissue', () =>
    expect(roundErrandFacts).toEqual(['opened', 'reissued']));
});

describe('domain §8 · states and actions', () => {
  test('stages of a filing', () => {
    expectWords(stageNames, [
      ['not-started', '未填报'],
      ['draft', '填报中'],
      ['returned', '被退回'],
      ['in-transit', '流转中'],
      ['dept-review', '待部门审核'],
      ['section-review', '待财政审核'],
      ['approved', '终审通过'],
      ['archived', '已归档'],
      ['exempt', '免报'],
    ]);
    expect(stages).toEqual(Object.keys(stageNames));
    expect(reviewStages).toEqual(['dept-review', 'section-review']);
  });
  test('acts of people, whose they are and from where', () =>
    expect(Object.entries(acts).map(([code, act]) => [code, act.label, act.level, ...act.from])).toEqual([
      ['save', '暂存', 'fill', 'not-started', 'draft', 'returned'],
      ['submit', '送审', 'fill', 'draft', 'returned'],
      ['withdraw', '取消送审', 'fill', 'dept-review', 'section-review'],
      ['approve', '审核', 'review', 'dept-review', 'section-review'],
      ['return', '退回', 'review', 'dept-review', 'section-review'],
      ['undo', '取消审核', 'review', 'section-review'],
      ['exempt', '免报', 'office', 'not-started', 'draft'],
      ['include', '取消免报', 'office', 'exempt'],
      ['reopen', '重新开放', 'office', 'archived'],
    ]));
  test('reasons of a return', () =>
    expectWords(returnReasons, [
      ['wrong-data', '数据有误'],
      ['incomplete', '内容不完整'],
      ['no-evidence', '缺少佐证'],
      ['contradiction', '前后矛盾'],
      ['thin-analysis', '分析不充分'],
      ['other', '其他'],
    ]));
});

describe('domain §4 · choices of the form', () => {
  test('kinds of budget adjustment', () => {
    expectWords(adjustKindNames, [
      ['add', '追加'],
      ['cut', '调减'],
      ['shift', '调剂'],
    ]);
    expect(adjustKinds).toEqual(Object.keys(adjustKindNames));
  });
  test('完成目标可能性', () => {
    expectWords(likelihoodNames, [
      ['certain', '确定能'],
      ['possible', '有可能'],
      ['impossible', '完全不可能'],
    ]);
    expect(likelihoods).toEqual(Object.keys(likelihoodNames));
  });
  test('values of a qualitative row', () => {
    expectWords(statusNames, [
      ['achieved', '达成'],
      ['partly', '部分达成'],
      ['missed', '未达成'],
    ]);
    expect(statuses).toEqual(Object.keys(statusNames));
  });
  test('偏差原因', () => {
    expectWords(causeNames, [
      ['funding', '经费保障'],
      ['system', '制度保障'],
      ['staff', '人员保障'],
      ['hardware', '硬件条件保障'],
      ['other', '其他'],
    ]);
    expect(causes).toEqual(Object.keys(causeNames));
  });
});

describe('domain §4 · rows and texts of the form', () => {
  test('money of a project: 财政拨款 + 上年结转 + 其他', () =>
    expectWords(moneyRows.project, [
      ['fiscal', '本年财政拨款'],
      ['carryover', '上年结转资金'],
      ['other', '其他资金'],
    ]));
  test('money of a transfer: 中央 + 省级 + 市级 + 县级 + 其他', () =>
    expectWords(moneyRows.transfer, [
      ['central', '中央资金'],
      ['provincial', '省级资金'],
      ['municipal', '市级资金'],
      ['county', '县级资金'],
      ['other', '其他资金'],
    ]));
  test('money of a department: 人员经费 + 公用经费 + 项目支出', () =>
    expectWords(moneyRows.overall, [
      ['personnel', '人员经费'],
      ['public', '公用经费'],
      ['projects', '项目支出'],
    ]));
  test('each kind of subject has its rows', () =>
    expect(Object.keys(moneyRows).sort()).toEqual(['overall', 'project', 'transfer']));
  test('texts, the four judgements of 1.2 first', () =>
    expectWords(textFields, [
      ['goalReview', '目标完成情况'],
      ['budgetReview', '预算执行情况'],
      ['implementationReview', '组织实施情况'],
      ['fundReview', '资金管理情况'],
      ['deviationAnalysis', '偏离原因分析'],
      ['outlook', '全年预计'],
      ['problems', '存在问题'],
      ['measures', '纠偏措施'],
      ['slowReason', '进度原因'],
      ['refundReason', '退回说明'],
    ]));
  test('the key block', () =>
    expectWords(keyFields, [
      ['procurement', '采购招标情况'],
      ['acceptance', '监理验收情况'],
      ['disclosure', '公示公开情况'],
      ['assets', '资产管理情况'],
      ['accounting', '会计核算情况'],
    ]));
});

describe('targets as they are read on paper', () => {
  const row: Indicator = {
    code: '11-01',
    name: '培训场次',
    operator: 'gte',
    target: 480_000n,
    targetText: '每季度不少于12场',
    unit: '场',
    weight: null,
    nature: 'cumulative',
  };
  test.each([
    ['gte', '≥48场'],
    ['gt', '>48场'],
    ['eq', '=48场'],
    ['lt', '<48场'],
    ['lte', '≤48场'],
    ['qualitative', '每季度不少于12场'],
  ] as const)('%s reads %s', (operator, label) => expect(targetLabel({ ...row, operator })).toBe(label));
  test('every operator there is has been read', () =>
    expect(targetOperators).toEqual(['gte', 'gt', 'eq', 'lt', 'lte', 'qualitative']));
  test('decimals as they are, and nought is a target', () => {
    expect(targetLabel({ ...row, operator: 'lte', target: 25_000n, unit: '%' })).toBe('≤2.5%');
    expect(targetLabel({ ...row, operator: 'eq', target: 0n, unit: '次' })).toBe('=0次');
  });
  test('without a number its words', () =>
    expect(targetLabel({ ...row, target: null })).toBe('每季度不少于12场'));
});
