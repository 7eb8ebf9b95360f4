/** The way of every command on a report: whose it is, on the version that he has seen, decided, appended. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import type { ReportFact, ReportHead } from '../../shared/domain/report.ts';
import type { ReportAct } from '../../shared/domain/report-authority.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import { reportReceiptOf } from '../../shared/edge/report-receipt.ts';
import { reportToActOn } from '../../shared/edge/visible-report.ts';
import type { Now } from '../../shared/ports.ts';
import type { ReportingLedger } from '../../shared/ports-report.ts';

export interface Ports {
  readonly ledger: ReportingLedger;
  readonly now: Now;
}

export type CommandName =
  | 'writeNarrative'
  | 'recordMeeting'
  | 'waiveReport'
  | 'confirmReport'
  | 'returnReport';

/** Between a person's two looks the machine may have noted where it waits; that is no other version, and he is not refused for it. */
const tries = 4;

export async function actOnReport<N extends CommandName>(
  { ledger }: Ports,
  request: Request<N>,
  act: ReportAct,
  decide: (head: ReportHead) => Promise<Result<ReportFact>>,
): Promise<Result<AnswerOf<CommandName>>> {
  const { member, params, now, ifMatch } = request;
  for (let turn = 1; turn <= tries; turn += 1) {
    const found = await reportToActOn(ledger, member, params.report, act);
    if (!found.ok) return found;
    const { head, by } = found.value;
    const decided = await decide(head);
    // Overtaken between his look and his act: what came in between says better why than a number does.
    if (turn > 1 && !decided.ok) return decided;
    if (ifMatch !== head.version) return deny(refusal('stale-version', { current: head.version }));
    if (!decided.ok) return decided;
    const memo = request.memo<ReportHead>((after) => reportReceiptOf(after, now));
    const after = await ledger.appendToReport(head, { fact: decided.value, at: now, by, memo });
    if (after !== undefined) return accept(reportReceiptOf(after, now));
  }
  return deny(refusal('report-moved-on'));
}
