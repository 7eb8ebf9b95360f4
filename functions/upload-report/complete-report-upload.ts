/** 确认上传: the department says that its file has been sent; whether it is good is found out at once afterwards. */
import { formatReportId } from '../../shared/contract/field.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { outcomeOf } from '../../shared/domain/report-decisions.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { reportToActOn } from '../../shared/edge/visible-report.ts';
import type { Ports } from './ports.ts';
import { receiveUpload } from './receive-upload.ts';

export const completeReportUpload: UseCase<Ports, 'completeReportUpload'> = async (ports, request) => {
  const { member, params, now } = request;
  const found = await reportToActOn(ports.ledger, member, params.report, 'upload');
  if (!found.ok) return found;
  const received = await receiveUpload(ports, params.report, params.upload, now);
  if (received === undefined) return deny(refusal('not-found', { what: '这次上传' }));
  if (!received.ok) return received;
  const head = received.value;
  const outcome = outcomeOf(head, params.upload) === 'checking' ? 'checking' : 'received';
  return accept({ report: formatReportId(head), upload: params.upload, outcome });
};
