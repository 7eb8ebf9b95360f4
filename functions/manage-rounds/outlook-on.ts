/** What issuing a planned round would do, by the register as it is now and by what the same round of the year before was like. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import type { Department } from '../../shared/domain/directory.ts';
import { isLate, isUnsent } from '../../shared/domain/filing.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import { remarksOn } from '../../shared/domain/round-plan.ts';
import { isMeasured, registeredBudget, type Subject, subjectKinds } from '../../shared/domain/subject.ts';
import type { RoundPlan } from '../../shared/notice/notice.ts';
import type { CalendarLedger } from '../../shared/ports.ts';

type Outlook = AnswerOf<'planRound'>['outlook'];

export async function outlookOn(ledger: CalendarLedger, region: string, plan: RoundPlan): Promise<Outlook> {
  const year = fiscalYearOf(plan.key);
  const before = `${year - 1}${plan.key.slice(4)}`;
  const departments = await ledger.departments(region);
  const [subjects, late] = await Promise.all([
    Promise.all(departments.map(({ code }) => ledger.subjects(region, year, code))),
    Promise.all(departments.map((department) => lateIn(ledger, region, before, department))),
  ]);
  const all = subjects.flat();
  const due = all.filter(isMeasured);
  return {
    total: obligationsOf(due, plan),
    departments: departments.map(({ code, name }) => ({
      department: code,
      name,
      ...obligationsOf(
        due.filter(({ department }) => department === code),
        plan,
      ),
    })),
    withoutTargets: all.filter((subject) => !isMeasured(subject)).map(nameOf),
    suspended: due.filter(({ suspended }) => suspended !== null).map(nameOf),
    days: [...remarksOn(plan)],
    lateBefore: { round: before, departments: late.flat() },
  };
}

function obligationsOf(due: readonly Subject[], plan: RoundPlan): Outlook['total'] {
  const count = (kind: Subject['kind']) => due.filter((subject) => subject.kind === kind).length;
  const byKind = Object.fromEntries(subjectKinds.map((kind) => [kind, count(kind)]));
  return {
    obligations: due.length,
    byKind: byKind as Outlook['total']['byKind'],
    budget: due.reduce((sum, subject) => sum + registeredBudget(subject, plan), 0n),
  };
}

function nameOf({ department, code, name }: Subject) {
  return { department, subject: code, name };
}

/** Nothing where the department was in time, or the round of that year is not in this ledger. */
async function lateIn(
  ledger: CalendarLedger,
  region: string,
  round: string,
  { code: department, name }: Department,
): Promise<Outlook['lateBefore']['departments']> {
  const heads = await ledger.filings({ region, round, department });
  const late = heads.filter(isLate);
  const unsent = heads.filter(isUnsent);
  if (late.length + unsent.length === 0) return [];
  const units = [...new Set([...late, ...unsent].map(({ unit }) => unit))].sort();
  return [{ department, name, late: late.length, unsent: unsent.length, units }];
}
