import type * as z from 'zod/mini';
import type { issueFilingsInput } from '../../shared/contract/workflow.ts';
import { endOfDay, type Instant } from '../../shared/domain/calendar.ts';
import type { Department } from '../../shared/domain/directory.ts';
import { newFiling } from '../../shared/domain/filing.ts';
import { newReport } from '../../shared/domain/report-evolution.ts';
import { type RoundHead, stageDueAt } from '../../shared/domain/round.ts';
import { isMeasured, registeredBudget } from '../../shared/domain/subject.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export async function issueFilings(
  { ledger, now }: { readonly ledger: ReportingLedger; readonly now: Now },
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
  const heads = subjects.filter(isMeasured).map((subject) =>
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
  const issued = await ledger.issue(department, heads, at);
  if (heads.length > 0) await expectReport(ledger, round, department, at);
  return { issued };
}

/** Who has filings in a round that a stamped report follows owes that report (2.2d). */
async function expectReport(
  ledger: ReportingLedger,
  { region, round, fiscalYear, report }: RoundHead,
  { code, name, section, keyMonitoring }: Department,
  at: Instant,
): Promise<void> {
  if (report === null) return;
  const ref = { region, fiscalYear, period: report.period, department: code };
  const dueAt = endOfDay(report.dueOn);
  await ledger.expectReport(newReport(ref, { round, name, section, dueAt, at }), keyMonitoring);
}
