/** 事件链: a report's events byte by byte as they were sealed. */
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ports } from './ports.ts';
import { proofOfReport } from './proof.ts';

export const readReportChain: UseCase<Ports, 'readReportChain'> = async ({ ledger }, { member, params }) => {
  const found = await proofOfReport(ledger, member, params.report);
  if (!found.ok) return found;
  const { document, events } = found.value;
  return accept({ report: document, events: [...events] });
};
