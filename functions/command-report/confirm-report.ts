/** 核对: whoever checks has seen seal, date and signature on exactly this file, and has not brought it himself (§10). */
import { decideConfirm } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnReport, type Ports } from './act-on-report.ts';

export const confirmReport: UseCase<Ports, 'confirmReport'> = (ports, request) =>
  actOnReport(ports, request, 'confirm', async (head) => {
    const { sha256, opinion, ...ticks } = request.body;
    return decideConfirm(head, request.member.id, sha256, { ticks, opinion });
  });
