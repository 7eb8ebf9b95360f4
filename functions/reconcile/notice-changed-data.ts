/**
 * 数据已变 (domain §10): notices filings that have other data than the report that was uploaded, and puts it on record, which its writer is told
 * of. It needs no second sighting: it is no drift, and each state of the data is recorded once.
 */
import { formatReportId } from '../../shared/contract/field.ts';
import type { DispositionHead } from '../../shared/domain/disposition.ts';
import type { ReportHead } from '../../shared/domain/report.ts';
import { decideChanged } from '../../shared/domain/report-decisions.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { log } from '../../shared/edge/log.ts';
import { orLogged } from '../../shared/edge/or-logged.ts';
import { reportBasis } from '../../shared/edge/report-basis.ts';
import type { Ports } from './remedies.ts';

export async function noticeChangedData({ ledger, now }: Ports, round: RoundHead): Promise<void> {
  const { region, fiscalYear, report } = round;
  if (report === null) return;
  const [heads, ofYear] = await Promise.all([
    ledger.reports({ region, fiscalYear, period: report.period }),
    ledger.dispositionsIn(region, fiscalYear),
  ]);
  // What cannot be read is told by whoever looks at its department; it keeps nobody from hearing of his.
  for (const head of heads.filter(({ filed }) => filed !== null))
    await orLogged({ report: formatReportId(head) }, undefined, () =>
      noticeOf({ ledger, now }, head, ofYear),
    );
}

async function noticeOf(
  { ledger, now }: Pick<Ports, 'ledger' | 'now'>,
  head: ReportHead,
  ofYear: readonly DispositionHead[],
): Promise<void> {
  const fact = decideChanged(head, (await reportBasis(ledger, head, ofYear)).digest);
  // Where somebody is faster, the next pass looks again.
  const after = fact && (await ledger.appendToReport(head, { fact, at: now(), by: null }));
  if (after) log('data-changed', { report: formatReportId(after), seq: after.seq });
}
