/** 申请上传报告: says at once what would be in the way, then answers with a form that takes exactly the file that was announced. */
import { whyNotThisSize } from '../../shared/domain/attachment.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { hindrancesIn } from '../../shared/domain/hindrances.ts';
import { checkReportStatement } from '../../shared/domain/report-checks.ts';
import { whyNoUpload } from '../../shared/domain/report-decisions.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { reportToActOn } from '../../shared/edge/visible-report.ts';
import type { Ports } from './ports.ts';
import { readiness } from './receive-upload.ts';

/** Seconds for which the form can be used, and for which what was said of the file is remembered: as long as the inbox keeps a file. */
const formLasts = 600;
const remembered = 7 * 86_400;

export const openReportUpload: UseCase<Ports, 'openReportUpload'> = async (ports, request) => {
  const { ledger, inbox } = ports;
  const { body, member, params, now } = request;
  const found = await reportToActOn(ledger, member, params.report, 'upload');
  if (!found.ok) return found;
  const { head, by } = found.value;
  const stated = checkReportStatement({
    uploadedOn: dayOf(now),
    meetingOn: head.meeting?.heldOn ?? null,
    plannedOn: head.meeting?.plannedOn ?? null,
    plannedReason: head.meeting?.plannedReason,
    ...body,
  });
  const refused =
    whyNotThisSize(body.bytes) ??
    whyNoUpload(head, body.reason) ??
    hindrancesIn(stated, 'report-checks-failed') ??
    (await readiness(ledger, head, await ledger.filings(head)));
  if (refused !== null) return deny(refused);
  const upload = { ...body, id: crypto.randomUUID(), by };
  await ledger.announceUpload(head, upload, Math.ceil(now / 1000) + remembered);
  const form = await inbox.form(head, upload, formLasts);
  return accept({ upload: upload.id, ...form, expiresAt: now + formLasts * 1000 });
};
