/**
 * The way of an archivist's act: the store first, then the ledger, so that the ledger never says more than the store keeps; whoever
 * asks again after it broke off does the same once more.
 */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import type { ReportFact, ReportHead, ReportKept } from '../../shared/domain/report.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { Request } from '../../shared/edge/endpoint.ts';
import { reportReceiptOf } from '../../shared/edge/report-receipt.ts';
import { reportToActOn } from '../../shared/edge/visible-report.ts';
import type { Ports } from './ports.ts';

type CommandName = 'holdReport' | 'retainReport';

export async function actOnArchived<N extends CommandName>(
  { ledger }: Ports,
  request: Request<N>,
  act: 'hold' | 'retain',
  decide: (head: ReportHead) => Result<ReportFact>,
  carryOut: (head: ReportHead, kept: ReportKept) => Promise<void>,
): Promise<Result<AnswerOf<CommandName>>> {
  const { member, params, now, ifMatch } = request;
  const found = await reportToActOn(ledger, member, params.report, act);
  if (!found.ok) return found;
  const { head, by } = found.value;
  if (ifMatch !== head.version) return deny(refusal('stale-version', { current: head.version }));
  const decided = decide(head);
  if (!decided.ok) return decided;
  if (head.kept !== null) await carryOut(head, head.kept);
  const memo = request.memo<ReportHead>((after) => reportReceiptOf(after, now));
  const after = await ledger.appendToReport(head, { fact: decided.value, at: now, by, memo });
  return after === undefined ? deny(refusal('report-moved-on')) : accept(reportReceiptOf(after, now));
}
