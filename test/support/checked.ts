/** A project that is filled in well, and what its checks find when it is bent: the ground of the tests of the rules. */
import { checkContent } from '../../shared/domain/checks.ts';
import type { Content, IndicatorRow, MoneyRow } from '../../shared/domain/content.ts';
import { type Figures, figuresOf } from '../../shared/domain/figures.ts';
import type { Finding } from '../../shared/domain/finding.ts';
import type { Ground } from '../../shared/domain/ground.ts';
import type { Light, LitBy } from '../../shared/domain/light.ts';
import type { Indicator } from '../../shared/domain/subject.ts';
import type { RuleSet } from '../../shared/notice/rule-set.ts';
import { fen, rulesNamed, value } from './measured.ts';

export function indicator(code: string, name: string, target: string, rest: Partial<Indicator>): Indicator {
  return {
    code,
    name,
    operator: 'gte',
    target: value(target),
    targetText: '',
    unit: '场',
    weight: null,
    nature: 'level',
    ...rest,
  };
}

export const indicators = {
  sessions: indicator('11-01', '开展培训', '48', { nature: 'cumulative' }),
  visits: indicator('11-02', '入户走访', '12', { operator: 'eq', unit: '次', nature: 'cumulative' }),
  quality: indicator('12-01', '合格率', '92', { unit: '%' }),
  days: indicator('13-01', '办结天数', '30', { operator: 'lte', unit: '天' }),
  effect: indicator('22-01', '服务改善', '0', {
    operator: 'qualitative',
    target: null,
    targetText: '有效改善',
    unit: '',
  }),
  liking: indicator('31-01', '群众满意度', '90', { unit: '%' }),
};

export const ruleSet = rulesNamed('RS-DEFAULT@1');

export const ground: Ground = {
  subject: { kind: 'project', keyMonitoring: false, suspended: null },
  target: { subject: '101P01', version: 1, goalText: '', indicators: Object.values(indicators) },
  cutoffMonth: 6,
  emphasis: 'warn',
  allowNotYet: true,
  fundsEntry: 'import-else-hand',
  ruleSet,
  imported: null,
  last: null,
  others: [],
  files: {},
};

export const fiscal: MoneyRow = { initial: fen('78'), executed: fen('39'), forecast: fen('72') };

function done(actual: string, forecast: string): IndicatorRow {
  return { actual: value(actual), forecast: value(forecast), likelihood: 'certain' };
}

/** On pace everywhere: nothing is asked. */
export const good: Content = {
  targetVersion: 1,
  money: { fiscal },
  rows: {
    '11-01': done('24', '48'),
    '11-02': done('6', '12'),
    '12-01': done('93', '93'),
    '13-01': done('28', '29'),
    '22-01': {
      status: 'achieved',
      statusText: '群众办事更方便',
      forecastStatus: 'achieved',
      likelihood: 'certain',
    },
    '31-01': done('91', '91'),
  },
  texts: {
    goalReview: '上半年按计划开展培训24场，任务过半。',
    budgetReview: '资金按合同节点支付，与工程量相符。',
    implementationReview: '由业务科室牵头，每月调度一次进展。',
    fundReview: '专款专用，审批手续齐全，账目清楚。',
  },
};

export const threeTexts = {
  deviationAnalysis: '招标文件两次修改，开标推迟。',
  outlook: '四季度完成支付，全年可以执行完毕。',
  measures: '倒排工期，逐月调度。',
};

export function withMoney(bent: MoneyRow, key = 'fiscal'): Content {
  return { ...good, money: { ...good.money, [key]: { ...good.money[key], ...bent } } };
}
export function withRow(code: string, bent: IndicatorRow, content = good): Content {
  return { ...content, rows: { ...content.rows, [code]: { ...content.rows[code], ...bent } } };
}
export function withTexts(texts: Content['texts'], content = good): Content {
  return { ...content, texts: { ...content.texts, ...texts } };
}

/** Lights as they would be found, by row or of the budget. */
export function lit(light: Light | null, sentence = '某灯。'): LitBy {
  return { ruleSet: 'RS@1', ruleId: 'I-1', inputs: {}, value: null, light, sentence, toGreen: null };
}

export interface Bent {
  readonly ground?: Partial<Ground>;
  readonly checks?: Partial<RuleSet['checks']>;
  readonly figures?: Partial<Omit<Figures, 'rows'>>;
  /** Lights of rows by code. */
  readonly rows?: Readonly<Record<string, Light>>;
}

export function check(content: Content, bent: Bent = {}): readonly Finding[] {
  const bentGround = {
    ...ground,
    ruleSet: { ...ruleSet, checks: { ...ruleSet.checks, ...bent.checks } },
    ...bent.ground,
  };
  const computed = figuresOf(content, bentGround);
  const rows = Object.entries(computed.rows).map(([code, row]) => {
    const light = bent.rows?.[code];
    return [code, light === undefined ? row : { ...row, light: lit(light) }] as const;
  });
  return checkContent(content, { ...computed, rows: Object.fromEntries(rows), ...bent.figures }, bentGround);
}

/** `V04 block /money/fiscal/executed`, without the standing hint of V35; an answered question ends with its answer. */
export function found(content: Content, bent: Bent = {}): string[] {
  return check(content, bent)
    .filter(({ rule }) => rule !== 'V35')
    .map(({ rule, level, pointer, answer }) =>
      [rule, level, pointer, ...(answer?.text == null ? [] : [answer.text])].join(' '),
    );
}

/** The rules of a kind alone. */
export function foundBy(rule: string, content: Content, bent: Bent = {}): string[] {
  return found(content, bent).filter((line) => line.startsWith(rule));
}

export function messageOf(rule: string, content: Content, bent: Bent = {}): string | undefined {
  return check(content, bent).find((finding) => finding.rule === rule)?.message;
}
