/** 放行: the finance office takes a report although filings behind it are not past their department, and says why (V39). */
import { decideWaive } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

export const waiveReport: UseCase<Ports, 'waiveReport'> = (ports, request) =>
  actOnReport(ports, request, 'waive', async (head) => decideWaive(head, request.body.reason));
