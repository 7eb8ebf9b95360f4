/** 退回: back to the department, with a reason that says what to mend; the file that came stays kept, and the department is told. */
import { decideReportReturn } from '../../shared/domain/report.ts';
import { reportReturned } from '../../shared/domain/report-message.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

export const returnReport: UseCase<Ports, 'returnReport'> = async (ports, request) => {
  const { ledger } = ports;
  const { member, params, body } = request;
  const returned = await actOnReport(ports, request, 'return', async (head) =>
    decideReportReturn(head, member.id, body),
  );
  const head = returned.ok ? await ledger.report(params.report, { fresh: true }) : undefined;
  if (head !== undefined)
    await ledger.tell(
      head.region,
      reportReturned(head, await ledger.members(head.region, head.stateAt), head.stateAt),
    );
  return returned;
};
