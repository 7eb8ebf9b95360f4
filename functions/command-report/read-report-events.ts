/** 办理情况: who did what with a report when, in order, with the chain that proves it. */
import { formatReportId } from '../../shared/contract/field.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleReport } from '../../shared/edge/visible-report.ts';
import { wireEvents } from '../../shared/edge/wire-events.ts';
import type { Ports } from './act-on-report.ts';

export const readReportEvents: UseCase<Ports, 'readReportEvents'> = async ({ ledger }, request) => {
  const found = await visibleReport(ledger, request.member, request.params.report);
  if (!found.ok) return found;
  const { entries, intact } = await ledger.reportEvents(found.value);
  return accept({ report: formatReportId(found.value), events: wireEvents(entries), intact });
};
