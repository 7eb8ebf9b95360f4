/**
 * Targets as they are written on paper: words and signs become operators, a bare number becomes “equal” and is asked about, units lose
 * their variants, and a row that says nothing of its nature gets the usual one. What cannot be read for certain is not guessed.
 */
import type { Status } from './content.ts';
import { type Decimal, parseDecimal } from './money.ts';
import type { Indicator, TargetOperator } from './subject.ts';

type Comparing = Exclude<TargetOperator, 'qualitative'>;
type Words = readonly (readonly [word: string, operator: Comparing])[];

/** Before the number; a word stands after those that begin with it. */
const leading: Words = [
  ['≥', 'gte'],
  ['≧', 'gte'],
  ['>=', 'gte'],
  ['不低于', 'gte'],
  ['不少于', 'gte'],
  ['不小于', 'gte'],
  ['大于等于', 'gte'],
  ['大于或等于', 'gte'],
  ['至少', 'gte'],
  ['达到', 'gte'],
  ['达', 'gte'],
  ['≤', 'lte'],
  ['≦', 'lte'],
  ['<=', 'lte'],
  ['不超过', 'lte'],
  ['不高于', 'lte'],
  ['不多于', 'lte'],
  ['不大于', 'lte'],
  ['小于等于', 'lte'],
  ['小于或等于', 'lte'],
  ['控制在', 'lte'],
  ['>', 'gt'],
  ['超过', 'gt'],
  ['大于', 'gt'],
  ['高于', 'gt'],
  ['多于', 'gt'],
  ['<', 'lt'],
  ['低于', 'lt'],
  ['小于', 'lt'],
  ['少于', 'lt'],
  ['=', 'eq'],
  ['等于', 'eq'],
];

/** After the number and its unit. */
const trailing: Words = [
  ['及以上', 'gte'],
  ['以上', 'gte'],
  ['及以内', 'lte'],
  ['以内', 'lte'],
];

/** A column of operators: a sign or a word alone; undefined where it is none. */
export function operatorOf(written: string): TargetOperator | undefined {
  const text = fold(written);
  if (text === '定性') return 'qualitative';
  return [...leading, ...trailing].find(([word]) => word === text)?.[1];
}

export interface ReadTarget {
  readonly operator: Comparing;
  readonly target: Decimal;
  /** Normalised; empty where none is written. */
  readonly unit: string;
  /** A number without any word or sign: taken for “equal”, and to be asked about (V37). */
  readonly isBare: boolean;
}

/** `≥48场`, `不低于95％`, `30天以内`, `12`; undefined where there is no single number, or where the words contradict each other. */
export function readTarget(written: string): ReadTarget | undefined {
  const text = fold(written);
  const before = leading.find(([word]) => text.startsWith(word));
  const after = trailing.find(([word]) => text.endsWith(word));
  if (before !== undefined && after !== undefined && before[1] !== after[1]) return undefined;
  const [head, tail] = [before?.[0] ?? '', after?.[0] ?? ''];
  const [, number = '', unit = ''] =
    /^(-?[\d.]+)(.*)$/u.exec(text.slice(head.length, text.length - tail.length)) ?? [];
  const target = parseDecimal(number);
  if (target === undefined || !isUnit(unit)) return undefined;
  const operator = before?.[1] ?? after?.[1];
  return { operator: operator ?? 'eq', target, unit: unitOf(unit), isBare: operator === undefined };
}

/** A digit belongs to a unit only behind a letter (m2): `3-5` and `3至5天` are ranges, `1e3` is no plain number. */
function isUnit(text: string): boolean {
  return /^(?:[^\d~—–-]|(?<=[A-Za-z])\d)*$/u.test(text) && !/^e\d/iu.test(text);
}

/** The unit as it is kept: 百分比 and ％ are %. */
export function unitOf(written: string): string {
  const unit = written.trim();
  return unit === '百分比' || unit === '％' ? '%' : unit;
}

/** Quantities (11) are counted up through the year unless they are shares; everything else is a level at a date. */
export function defaultNature(code: string, unit: string): Indicator['nature'] {
  return code.startsWith('11') && unitOf(unit) !== '%' ? 'cumulative' : 'level';
}

const statusWords: Readonly<Record<Status, readonly string[]>> = {
  achieved: ['达成', '达成预期目标'],
  partly: ['部分达成', '部分达成并具有一定效果'],
  missed: ['未达成', '未达成且效果较差'],
};

/** One of the three qualitative values, in its short or its long form. */
export function statusOf(written: string): Status | undefined {
  const text = written.trim();
  const statuses: readonly Status[] = ['achieved', 'partly', 'missed'];
  return statuses.find((status) => statusWords[status].includes(text));
}

/** Full-width forms, blanks and thousands separators are the keyboard's; units keep characters such as ² as they are. */
function fold(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/gu, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, '');
}
