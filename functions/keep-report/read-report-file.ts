/** 报告文件: where it can be looked at for a short while. What the archive holds is hashed anew, every byte, before anybody is sent there. */
import { formatReportId } from '../../shared/contract/field.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { type ReportFile, reportFiles } from '../../shared/domain/report-files.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { log } from '../../shared/edge/log.ts';
import { visibleReport } from '../../shared/edge/visible-report.ts';
import type { Ports } from './ports.ts';

/** Seconds for which the address can be used. */
const linkLasts = 300;

export const readReportFile: UseCase<Ports, 'readReportFile'> = async (ports, request) => {
  const { member, params, query, now } = request;
  const found = await visibleReport(ports.ledger, member, params.report);
  if (!found.ok) return found;
  const head = found.value;
  const { entries } = await ports.ledger.reportEvents(head);
  const files = reportFiles(entries.map(({ fact }) => fact));
  const wanted = query.upload ?? head.filed?.id;
  const file = files.find(({ upload }) => upload === wanted);
  if (file === undefined) return deny(refusal('not-found', { what: '这份报告的文件' }));
  const url = await addressOf(ports, head, file);
  if (!url.ok) return url;
  const { upload, name, bytes, sha256 } = file;
  const archived = file.outcome === 'archived';
  return accept({ upload, name, bytes, sha256, archived, url: url.value, expiresAt: now + linkLasts * 1000 });
};

async function addressOf(
  { archive, inbox }: Ports,
  head: ReportHead,
  { upload, name, sha256, outcome }: ReportFile,
): Promise<Result<string>> {
  if (outcome === 'archived') {
    if ((await archive.digest(head, upload)) === sha256)
      return accept(await archive.link(head, upload, name, linkLasts));
    log('archive-damaged', { report: formatReportId(head), upload });
    return deny(refusal('archive-damaged'));
  }
  // It never came into the archive, and the inbox forgets.
  const arrived = await inbox.arrived(head, upload);
  return arrived?.sha256 === sha256
    ? accept(await inbox.link(head, upload, name, linkLasts))
    : deny(refusal('report-file-forgotten'));
}
