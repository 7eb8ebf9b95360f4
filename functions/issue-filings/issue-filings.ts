import type * as z from 'zod/mini';
import type { issueFilingsInput } from '../../shared/contract/workflow.ts';
import { newFiling } from '../../shared/domain/filing.ts';
import { stageDueAt } from '../../shared/domain/round.ts';
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
  const heads = subjects.map((subject) =>
    newFiling(
      { region, round: key, department: code, subject: subject.code },
      {
        kind: subject.kind,
        unit: subject.unit,
        section: department.section,
        dueAt: stageDueAt(round, 'filling'),
        at,
      },
    ),
  );
  return { issued: await ledger.issue(department, heads, at) };
}
