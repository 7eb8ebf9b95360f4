/** Which reports there are of a period, and who has not uploaded: one Query over the heads, cut to what the member may see. */
import { dayOf } from '../../shared/domain/calendar.ts';
import { seesReport } from '../../shared/domain/report-authority.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { reportRowOf } from '../../shared/edge/report-row.ts';
import type { Ports } from './act-on-report.ts';

export const listReports: UseCase<Ports, 'listReports'> = async ({ ledger }, { member, query, now }) => {
  const { period, year = dayOf(now).slice(0, 4), department, missing } = query;
  const heads = await ledger.reports({ region: member.region, fiscalYear: parseInt(year, 10), period });
  const wanted = heads.filter(
    (head) =>
      seesReport(member, head) &&
      (department === undefined || head.department === department) &&
      (missing === undefined || (missing === 'true') === (head.firstUploadedAt === null)),
  );
  return accept({ reports: wanted.map((head) => reportRowOf(head, now)) });
};
