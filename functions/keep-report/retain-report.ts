/** 延长保管期限: a later day, never an earlier one. */
import { decideRetain } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnArchived } from './act-on-archived.ts';
import type { Ports } from './ports.ts';

export const retainReport: UseCase<Ports, 'retainReport'> = (ports, request) => {
  const { until, reason } = request.body;
  return actOnArchived(
    ports,
    request,
    'retain',
    (head) => decideRetain(head, until, reason),
    (head, { upload }) => ports.archive.retain(head, upload, until),
  );
};
