/** 冻结, 解除冻结: what is held cannot be removed whatever its day says. */
import { decideHold } from '../../shared/domain/report-decisions.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { actOnArchived } from './act-on-archived.ts';
import type { Ports } from './ports.ts';

export const holdReport: UseCase<Ports, 'holdReport'> = (ports, request) => {
  const { on, reason } = request.body;
  return actOnArchived(
    ports,
    request,
    'hold',
    (head) => decideHold(head, on, reason),
    (head, { upload }) => ports.archive.hold(head, upload, on),
  );
};
