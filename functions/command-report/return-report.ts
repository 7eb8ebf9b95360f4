/** 退回: back to the department, with a reason that says what to mend; the file that came stays kept, and the department is told. */
import { decideReportReturn } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

export const returnReport: UseCase<Ports, 'returnReport'> = async (ports, request) =>
  actOnReport(ports, request, 'return', async (head) =>
    decideReportReturn(head, request.member.id, request.body),
  );
