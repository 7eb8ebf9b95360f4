/**
 * A round as it is planned (notice 2.2a, 4.1): data that the finance office may change until it is issued. A calendar that contradicts
 * itself is refused, one sentence per field; the dates of the notice stay where they are, on a Sunday too, and are only remarked on.
 */
import type { RoundPlan } from '../notice/notice.ts';
import { ruleSetNamed, ruleSetNames } from '../notice/rule-sets.ts';
import { holidays, workedWeekends } from '../notice/workdays.ts';
import { type Day, daysBetween } from './calendar.ts';
import { type Issue, refusal, refusalWith } from './refusal.ts';
import { accept, deny, type Result } from './result.ts';
import {
  fieldsOf,
  fiscalYearOf,
  notInState,
  type RoundFact,
  type RoundHead,
  type RoundRef,
} from './round.ts';

/** A round that nobody has planned yet. */
export function newRound(ref: RoundRef, plan: RoundPlan): RoundHead {
  return {
    ...ref,
    ...fieldsOf(plan),
    seq: 0,
    version: 0,
    hash: '',
    state: 'planned',
    dueOverride: null,
    summary: null,
    done: [],
    urged: {},
    reissues: 0,
    errand: null,
  };
}

/** Plans a round or changes its plan, while it has not been issued. `others` are the county's other rounds. */
export function decidePlan(
  round: RoundHead,
  plan: RoundPlan,
  others: readonly RoundHead[],
): Result<RoundFact> {
  if (round.state !== 'planned') return deny(notInState(round));
  const issues = contradictions(plan, others);
  if (issues.length > 0) return deny(refusalWith('plan-contradicts', issues));
  return accept({ type: 'planned', plan });
}

/** 调整截止日: while the round is open, with a reason, within its own calendar, and not into the past. */
export function decideOverride(
  round: RoundHead,
  { dueOn, reason }: { readonly dueOn: Day; readonly reason: string },
  today: Day,
): Result<RoundFact> {
  if (round.state !== 'open') return deny(notInState(round));
  const last = round.closesOn ?? `${round.fiscalYear}-12-31`;
  if (dueOn < today || dueOn < round.opensOn || dueOn > last || dueOn === round.dueOn)
    return deny(
      refusal('override-out-of-range', { first: later(today, round.opensOn), last, due: round.dueOn }),
    );
  const graceEndsOn = later(dueOn, round.graceEndsOn);
  return accept({ type: 'due-moved', dueOn, graceEndsOn, reason });
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** Everything in a plan that cannot be, by field; nothing is left out so that it is mended in one go. */
export function contradictions(plan: RoundPlan, others: readonly RoundHead[]): readonly Issue[] {
  return [...wrongYears(plan), ...wrongOrder(plan), ...wrongRules(plan), ...overlaps(plan, others)];
}

const issue = (field: string, message: string): Issue => ({ pointer: `/${field}`, rule: 'plan', message });

const dayNames = {
  opensOn: '开放日',
  dueOn: '截止日',
  graceEndsOn: '宽限期截止日',
  closesOn: '关闭日',
  'report/dueOn': '报告截止日',
} as const;
type DayField = keyof typeof dayNames;

/** The days of a plan by field, in the order of the calendar. */
function daysOf(plan: RoundPlan): readonly (readonly [DayField, Day])[] {
  const { opensOn, dueOn, graceEndsOn, closesOn, report } = plan;
  const own = { opensOn, dueOn, graceEndsOn, closesOn, 'report/dueOn': report?.dueOn ?? null };
  return Object.entries(own).flatMap(([field, day]) =>
    day === null ? [] : [[field as DayField, day] as const],
  );
}

function wrongYears(plan: RoundPlan): readonly Issue[] {
  const year = plan.key.slice(0, 4);
  return daysOf(plan).flatMap(([field, day]) => {
    if (day.startsWith(year)) return [];
    return [
      issue(
        field,
        `${dayNames[field]}${day}不在${plan.key}所属的${year}年度内，请改为${year}年的日期，或更正轮次号`,
      ),
    ];
  });
}

function wrongOrder(plan: RoundPlan): readonly Issue[] {
  const { opensOn, dueOn, graceEndsOn, closesOn, report, remindDays, cutoffMonth } = plan;
  const found: Issue[] = [];
  if (opensOn > dueOn)
    found.push(issue('opensOn', `开放日${opensOn}晚于截止日${dueOn}，请把开放日改到截止日当天或以前`));
  if (dueOn > graceEndsOn)
    found.push(issue('graceEndsOn', `宽限期截止日${graceEndsOn}早于截止日${dueOn}，请改到截止日当天或以后`));
  if (closesOn !== null && graceEndsOn > closesOn)
    found.push(
      issue(
        'closesOn',
        `关闭日${closesOn}早于宽限期截止日${graceEndsOn}，请改到宽限期截止日当天或以后，或留空`,
      ),
    );
  if (report && report.dueOn < dueOn)
    found.push(
      issue('report/dueOn', `报告截止日${report.dueOn}早于填报截止日${dueOn}，请改到填报截止日以后`),
    );
  if (remindDays.some((day, index) => index > 0 && day <= (remindDays[index - 1] ?? day)))
    found.push(
      issue(
        'remindDays',
        `提醒日${remindDays.join('、')}没有按先后排列或有重复，请从早到晚填写，例如-3、-1、0、1`,
      ),
    );
  const cutoffEnds = `${dueOn.slice(0, 4)}-${String(cutoffMonth).padStart(2, '0')}`;
  if (cutoffEnds >= dueOn.slice(0, 7))
    found.push(
      issue(
        'cutoffMonth',
        `监控期截至${cutoffMonth}月底，到截止日${dueOn}还没有结束，请改为截止日以前已经结束的月份`,
      ),
    );
  return found;
}

function wrongRules({ ruleSet }: RoundPlan): readonly Issue[] {
  if (ruleSetNamed(ruleSet) !== undefined) return [];
  return [issue('ruleSet', `没有名为${ruleSet}的预警规则集，请改用${ruleSetNames.join('或')}`)];
}

/** Two rounds of a county are never filled at the same time, and a later one reports on later months. */
function overlaps(plan: RoundPlan, others: readonly RoundHead[]): readonly Issue[] {
  return others.flatMap((other) => {
    if (other.round === plan.key || other.fiscalYear !== fiscalYearOf(plan.key)) return [];
    if (plan.opensOn <= other.graceEndsOn && other.opensOn <= plan.graceEndsOn)
      return [
        issue(
          'opensOn',
          `填报期${plan.opensOn}至${plan.graceEndsOn}与“${other.title}”的${other.opensOn}至${other.graceEndsOn}重叠，请错开日期`,
        ),
      ];
    const isLater = plan.opensOn > other.opensOn;
    if (isLater ? plan.cutoffMonth > other.cutoffMonth : plan.cutoffMonth < other.cutoffMonth) return [];
    const word = isLater ? '晚于' : '早于';
    return [
      issue(
        'cutoffMonth',
        `本轮开放${word}“${other.title}”，监控期截止月份也应${word}它的${other.cutoffMonth}月，请更正月份或日期`,
      ),
    ];
  });
}

/** What is to be known of a day of the plan. */
export interface DayRemark {
  readonly field: string;
  readonly day: Day;
  /** `周日`; a holiday by its name. Null on a working day. */
  readonly remark: string | null;
}

/** The days as they stand in the calendar; the notice has no rule that moves them. */
export function remarksOn(plan: RoundPlan): readonly DayRemark[] {
  return daysOf(plan).map(([field, day]) => ({ field, day, remark: remarkOn(field, day) }));
}

function remarkOn(field: DayField, day: Day): string | null {
  const holiday = holidays.find(({ from, to }) => from <= day && day <= to);
  const weekday = weekdayOf(day);
  if (holiday) return `${dayNames[field]}${day}为${holiday.name}假期（${weekday}），日期不变`;
  if (!isWeekend(day)) return null;
  if (workedWeekends.includes(day)) return `${dayNames[field]}${day}为${weekday}，按调休安排上班`;
  return `${dayNames[field]}${day}为${weekday}，日期不变`;
}

const weekdays = ['周四', '周五', '周六', '周日', '周一', '周二', '周三'] as const;

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: Day): string {
  const passed = daysBetween('1970-01-01', day);
  return weekdays[((passed % 7) + 7) % 7] ?? '';
}

function isWeekend(day: Day): boolean {
  return ['周六', '周日'].includes(weekdayOf(day));
}
