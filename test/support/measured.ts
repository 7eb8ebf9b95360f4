/** Targets, grounds and contents for the tests of figures and lights, to be given only what a test is about; amounts as a clerk writes them. */
import type { Content, IndicatorRow, MoneyRow } from '../../shared/domain/content.ts';
import type { Ground } from '../../shared/domain/ground.ts';
import { type Decimal, type Fen, parseDecimal, parseWan } from '../../shared/domain/money.ts';
import type { Indicator } from '../../shared/domain/subject.ts';
import type { RuleSet } from '../../shared/notice/rule-set.ts';
import { ruleSetNamed } from '../../shared/notice/rule-sets.ts';

/** 万元 text → 分. */
export function fen(text: string): Fen {
  return required(parseWan(text), text);
}

/** Text → indicator value. */
export function value(text: string): Decimal {
  return required(parseDecimal(text), text);
}

export function rulesNamed(name: string): RuleSet {
  return required(ruleSetNamed(name), name);
}

function required<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`no such thing: ${name}`);
  return found;
}

/** `≥48个`, counted up through the year, unless told otherwise. */
export function anIndicator(over: Partial<Indicator> = {}): Indicator {
  return {
    code: '11-01',
    name: '培训场次',
    operator: 'gte',
    target: value('48'),
    targetText: '',
    unit: '个',
    weight: null,
    nature: 'cumulative',
    ...over,
  };
}

export const qualitative: Partial<Indicator> = {
  code: '22-01',
  operator: 'qualitative',
  target: null,
  targetText: '有效改善',
  unit: '',
  nature: 'level',
};

export function aGround(over: Partial<Ground> = {}, indicators: readonly Indicator[] = []): Ground {
  return {
    subject: { kind: 'project', keyMonitoring: false, suspended: null },
    target: { subject: '101P01', version: 1, goalText: '', indicators },
    cutoffMonth: 6,
    emphasis: 'warn',
    allowNotYet: true,
    fundsEntry: 'hand',
    ruleSet: rulesNamed('RS-DEFAULT@1'),
    imported: null,
    last: null,
    others: [],
    files: {},
    ...over,
  };
}

export function aContent(
  money: Readonly<Record<string, MoneyRow>>,
  rows: Readonly<Record<string, IndicatorRow>> = {},
): Content {
  return { targetVersion: 1, money, rows, texts: {} };
}
