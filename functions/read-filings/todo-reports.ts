/**
 * Stamped reports before a member: a department's clerk asks for those of his department alone, whoever checks for those of the
 * county, which are one query for each period.
 */
import type { Member } from '../../shared/domain/directory.ts';
import { type ReportAtDesk, reportAtDesks } from '../../shared/domain/report-todo.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { reportsInTabs } from '../../shared/domain/todo.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import { reportRowOf } from '../../shared/edge/report-row.ts';
import type { TodoLedger } from '../../shared/ports-report.ts';
import { postWords } from './post-words.ts';

export async function reportsBefore(
  ledger: TodoLedger,
  { member, now }: Pick<Request<'readTodo'>, 'member' | 'now'>,
  rounds: readonly RoundHead[],
): Promise<readonly ReportAtDesk[]> {
  const { region } = member;
  const periods = reportsInTabs(rounds);
  const heads = await Promise.all(
    periods.map(async (period) => {
      if (isChecker(member)) return ledger.reports({ region, ...period });
      const own = bringsFor(member).map((department) => ledger.report({ region, department, ...period }));
      return (await Promise.all(own)).filter((head) => head !== undefined);
    }),
  );
  return heads.flat().flatMap((head) => reportAtDesks(head, member, now));
}

function isChecker({ posts }: Member): boolean {
  return posts.some(({ role }) => role === 'section-reviewer' || role === 'finance-office');
}

function bringsFor({ posts }: Member): readonly string[] {
  return posts.flatMap(({ role, at }) => (role === 'dept-filler' ? [at] : []));
}

/** By their day. */
export function reportRows(
  found: readonly ReportAtDesk[],
  { member, now }: Pick<Request<'readTodo'>, 'member' | 'now'>,
) {
  const rows = found.map(({ head, post, tab, task, countdown }) => ({
    ...reportRowOf(head, now),
    post: postWords(member, post),
    tab,
    task,
    countdown,
  }));
  return rows.sort((a, b) => a.dueAt - b.dueAt || a.department.localeCompare(b.department, 'en'));
}
