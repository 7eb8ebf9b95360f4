/**
 * Approved targets (绩效目标): one row for each indicator. The rows of a subject are all of its indicators; where they or the goal differ
 * from those in force they become its next version, and the subject moves on to it in the same write. Old versions stay (V29).
 */
import type { Finding } from '../domain/finding.ts';
import { formatDecimal } from '../domain/money.ts';
import { defaultNature, operatorOf, readTarget, unitOf } from '../domain/operators.ts';
import type { Register } from '../domain/register.ts';
import {
  type Indicator,
  type Subject,
  type TargetOperator,
  type TargetVersion,
  targetOperators,
} from '../domain/subject.ts';
import { checkTargets, type WrittenIndicator } from '../domain/target-checks.ts';
import {
  choiceAt,
  decimalAt,
  filledAt,
  isRepeated,
  isTooLong,
  longestName,
  wordsAt,
} from './import-cells.ts';
import {
  ask,
  block,
  type Draft,
  type PlanContext,
  scopeTexts,
  settleAs,
  settleFailed,
  type Texts,
} from './import-draft.ts';
import { groupRows, type Row, type SheetRows, textOf } from './import-rows.ts';
import { natureNames, operatorNames } from './import-tables.ts';

const longestGoal = 2000;
const longestTarget = 200;
const longestUnit = 20;
const mostIndicators = 60;

/** What a plan of targets stands on. */
interface Ground {
  readonly draft: Draft;
  readonly scope: Texts;
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly targets: ReadonlyMap<string, TargetVersion>;
}

export function planTargets(
  draft: Draft,
  sheets: readonly SheetRows[],
  register: Register,
  context: PlanContext,
): void {
  const ground: Ground = {
    draft,
    scope: scopeTexts(context),
    subjects: new Map(register.subjects.map((subject) => [subject.code, subject])),
    targets: new Map(register.targets.map((target) => [target.subject, target])),
  };
  for (const [code, rows] of groupRows(sheets, 'subject')) {
    const subject = ground.subjects.get(code);
    if (subject === undefined) refuseUnknown(draft, rows, code);
    else planSubject(ground, rows, subject);
  }
}

/** The rows of a filled template. */
export function targetTexts(register: Register, context: PlanContext): readonly Texts[] {
  const scope = scopeTexts(context);
  return register.targets.flatMap((target) =>
    target.indicators.map((indicator) => rowTexts(target, indicator, scope)),
  );
}

function refuseUnknown(draft: Draft, rows: readonly Row[], code: string): void {
  for (const row of rows) {
    if (filledAt(draft, row, 'subject') !== undefined)
      block(draft, row, 'subject', 'reference', `没有编码为“${code}”的监控对象，请改正，或先导入监控对象`);
    settleFailed(draft, row, code);
  }
}

/** A row that could be read. */
interface Written {
  readonly row: Row;
  readonly indicator: Indicator;
  /** Its target was a mere number, taken for “equal” (V37). */
  readonly isBare: boolean;
}

function planSubject(ground: Ground, rows: readonly Row[], subject: Subject): void {
  const { draft } = ground;
  const inForce = ground.targets.get(subject.code);
  const goalText = readGoal(draft, rows);
  const seen = new Map<string, Row>();
  const read = rows.map((row) => readIndicator(draft, row, seen));
  const written = read.filter((each) => each !== undefined);
  const next: TargetVersion = {
    subject: subject.code,
    version: subject.targetVersion + 1,
    goalText,
    indicators: written.map(({ indicator }) => indicator).sort(byCode),
  };
  const differs = !isSameVersion(inForce, next);
  if (differs && written.length === rows.length) checkTogether(draft, written, inForce);
  for (const [index, row] of rows.entries()) settleRow(ground, row, read[index]?.indicator, next);
  if (!differs || rows.some((row) => draft.failed.has(row))) return;
  draft.changes.push([
    { type: 'target', value: next, department: subject.department },
    { type: 'subject', value: { ...subject, targetVersion: next.version } },
  ]);
}

function settleRow(
  { draft, scope, targets }: Ground,
  row: Row,
  indicator: Indicator | undefined,
  next: TargetVersion,
): void {
  if (indicator === undefined) {
    settleFailed(draft, row, next.subject);
    return;
  }
  const inForce = targets.get(next.subject);
  const before = inForce?.indicators.find(({ code }) => code === indicator.code);
  const isSame = before && inForce?.goalText.trim() === next.goalText && isSameIndicator(before, indicator);
  const changed = isSame ? 'unchanged' : 'changed';
  settleAs(draft, row, `${next.subject} ${indicator.code}`, before === undefined ? 'new' : changed, () => [
    inForce && before ? rowTexts(inForce, before, scope) : null,
    rowTexts(next, indicator, scope),
  ]);
}

/** The goal stands in the first row of a subject; further rows repeat it or leave it out, as a merged cell does. */
function readGoal(draft: Draft, rows: readonly Row[]): string {
  const [first, ...others] = rows;
  if (first === undefined) return '';
  const goal = wordsAt(draft, first, 'goal', longestGoal) ?? '';
  for (const row of others) {
    const text = textOf(row, 'goal');
    if (text !== '' && text !== goal)
      block(
        draft,
        row,
        'goal',
        'form',
        `与第${first.number}行同一对象的年度总体目标不一致，请改成一致，或留空`,
      );
  }
  return goal;
}

function readIndicator(draft: Draft, row: Row, seen: Map<string, Row>): Written | undefined {
  const code = filledAt(draft, row, 'code');
  const name = wordsAt(draft, row, 'name', longestName);
  const value = readValue(draft, row);
  const weight = decimalAt(draft, row, 'weight') ?? null;
  const given = choiceAt(draft, row, 'nature', natureNames);
  if (code !== undefined && isRepeated(draft, seen, row, { key: 'code', name: code })) return undefined;
  if (!(code && name && value) || draft.failed.has(row)) return undefined;
  const { operator, target, targetText, unit, isBare } = value;
  const nature = given ?? (operator === 'qualitative' ? 'level' : defaultNature(code, unit));
  return { row, indicator: { code, name, operator, target, targetText, unit, weight, nature }, isBare };
}

type Value = Pick<Indicator, 'operator' | 'target' | 'targetText' | 'unit'> & Pick<Written, 'isBare'>;

/** Operator, target and unit, each in its own column or together in words; what the words say must agree with the columns. */
function readValue(draft: Draft, row: Row): Value | undefined {
  const words = wordsAt(draft, row, 'target', longestTarget);
  const unit = unitOf(textOf(row, 'unit'));
  const operator = readOperator(draft, row);
  if (words === undefined || operator === 'unreadable' || isTooLong(draft, row, 'unit', longestUnit))
    return undefined;
  if (operator === 'qualitative') return { operator, target: null, targetText: words, unit, isBare: false };
  const read = readTarget(words);
  if (read === undefined) {
    block(
      draft,
      row,
      'target',
      'V36',
      `“${words}”看不出是哪一个数，请写成“≥48”“不低于48”这样的一个数；定性指标请在“运算符”中选“${operatorNames.qualitative}”`,
    );
    return undefined;
  }
  if (operator !== undefined && !read.isBare && read.operator !== operator)
    block(
      draft,
      row,
      'target',
      'V36',
      `“${words}”与运算符“${operatorNames[operator]}”不一致，请改正其中一个`,
    );
  if (unit !== '' && read.unit !== '' && read.unit !== unit)
    block(draft, row, 'target', 'V36', `“${words}”与计量单位“${unit}”不一致，请改正其中一个`);
  return {
    operator: operator ?? read.operator,
    target: read.target,
    targetText: '',
    unit: unit === '' ? read.unit : unit,
    isBare: operator === undefined && read.isBare,
  };
}

/** The template's own signs, which nearly every row bears. */
const signs: ReadonlyMap<string, TargetOperator> = new Map(
  targetOperators.map((operator) => [operatorNames[operator], operator]),
);

function readOperator(draft: Draft, row: Row): TargetOperator | 'unreadable' | undefined {
  const text = textOf(row, 'operator');
  if (text === '') return undefined;
  const operator = signs.get(text) ?? operatorOf(text);
  if (operator !== undefined) return operator;
  block(
    draft,
    row,
    'operator',
    'V36',
    `“${text}”不是运算符，应为${Object.values(operatorNames).join('、')}之一`,
  );
  return 'unreadable';
}

/** V36 and V37 of a new version, and the indicators that it would no longer have. */
function checkTogether(draft: Draft, written: readonly Written[], inForce: TargetVersion | undefined): void {
  const [first] = written;
  if (first === undefined) return;
  const indicators: readonly WrittenIndicator[] = written.map(({ indicator, isBare }) =>
    isBare ? { ...indicator, isBare } : indicator,
  );
  for (const finding of checkTargets(indicators)) {
    const [, , index = '', field = ''] = finding.pointer.split('/');
    const row = written[parseInt(index, 10)]?.row ?? first.row;
    remark(draft, row, columnFor(field), finding);
  }
  const tooMany = written[mostIndicators];
  if (tooMany)
    block(draft, tooMany.row, 'code', 'V36', `一个对象的指标不能超过${mostIndicators}个，请合并或删减`);
  const codes = new Set(written.map(({ indicator }) => indicator.code));
  const lost = (inForce?.indicators ?? []).filter(({ code }) => !codes.has(code));
  if (lost.length > 0)
    ask(
      draft,
      first.row,
      'subject',
      'whole',
      `新一版目标将不再有${lost.map(({ code, name }) => `“${code} ${name}”`).join('、')}，请确认；仍要保留的请补上`,
    );
}

/** The column of a field of the checked indicator; what concerns all of them stands at the weights. */
function columnFor(field: string): string {
  if (field === '') return 'weight';
  return field === 'targetText' ? 'target' : field;
}

function remark(draft: Draft, row: Row, key: string, { level, rule, message }: Finding): void {
  const words = message.replace(/。$/u, '');
  if (level === 'block') block(draft, row, key, rule, words);
  else ask(draft, row, key, rule, words);
}

function isSameVersion(inForce: TargetVersion | undefined, next: TargetVersion): boolean {
  if (inForce?.goalText.trim() !== next.goalText) return false;
  const were = new Map(inForce.indicators.map((indicator) => [indicator.code, indicator]));
  const isSame = (indicator: Indicator) => {
    const before = were.get(indicator.code);
    return before !== undefined && isSameIndicator(before, indicator);
  };
  return were.size === next.indicators.length && next.indicators.every(isSame);
}

/** The same to a reader: blanks around a name and the ways to write a unit are nobody's business. */
function isSameIndicator(one: Indicator, other: Indicator): boolean {
  return (
    one.name.trim() === other.name &&
    one.operator === other.operator &&
    one.target === other.target &&
    (one.target !== null || one.targetText.trim() === other.targetText) &&
    unitOf(one.unit) === other.unit &&
    one.weight === other.weight &&
    one.nature === other.nature
  );
}

function byCode(a: Indicator, b: Indicator): number {
  return a.code < b.code ? -1 : 1;
}

function rowTexts({ subject, goalText }: TargetVersion, indicator: Indicator, scope: Texts): Texts {
  const { code, name, operator, target, targetText, unit, weight, nature } = indicator;
  return {
    ...scope,
    subject,
    goal: goalText,
    code,
    name,
    operator: operatorNames[operator],
    target: target === null ? targetText : formatDecimal(target),
    unit: unitOf(unit),
    weight: weight === null ? '' : formatDecimal(weight),
    nature: natureNames[nature],
  };
}
