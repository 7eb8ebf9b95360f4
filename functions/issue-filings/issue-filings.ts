import type * as z from 'zod/mini';
import type { issueFilingsInput } from '../../shared/contract/workflow.ts';
import { newFiling } from '../../shared/domain/filing.ts';
import { stageDueAt } from '../../shared/domain/round.ts';
import { registeredBudget } from '../../shared/domain/subject.ts';
import type { Ledger, Now } from '../../shared/ports.ts';

export async function issueFilings(
  { ledger, now }: { readonly ledger: Ledger; readonly now: Now },
  { region, round: key, department: code }: z.output<typeof issueFilingsInput>,
): Promise<{ issued: number }> {
  const [round, department] = await Promise.all([
    ledger.round({ region, round: key }),
    ledger.department(region, code),
  ]);
  if (round === undefined || department === undefined)
    throw new Error(`no round ${key} or department ${code} in ${region}`);
  const subjects = await ledger.subjects(region, round.fiscalYear, code);
  const at = now();
  // A subject without approved targets has nothing to be measured by; it is due from the first round after their approval.
  const measured = subjects.filter((subject) => subject.targetVersion >= 1);
  const heads = measured.map((subject) =>
    newFiling(
      { region, round: key, department: code, subject: subject.code },
      {
        kind: subject.kind,
        unit: subject.unit,
        section: department.section,
        adjusted: registeredBudget(subject, round),
        dueAt: stageDueAt(round, 'filling'),
        at,
      },
    ),
  );
  return { issued: await ledger.issue(department, heads, at) };
}
