/**
 * 轮次进度: the present from the counters, one query. As of an earlier instant the counters of that time are added up anew from the
 * events, department by department: dearer, and so for the finance office and the auditor alone.
 */
import { holds, seesDepartment } from '../../shared/domain/authority.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import { type Member, roleNames } from '../../shared/domain/directory.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import type { RoundRef } from '../../shared/domain/round.ts';
import {
  besideOf,
  type CountedDepartment,
  countsOf,
  summedCounts,
  type Tally,
  tallyFrom,
  totalsOfTallies,
  withRates,
} from '../../shared/domain/standing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { StandingLedger } from '../../shared/ports.ts';
import type { Ports } from './ports.ts';

const historians = ['finance-office', 'auditor'] as const;

export const readStanding: UseCase<Ports, 'readStanding'> = async (
  { ledger },
  { member, params, query, now },
) => {
  const ref = { region: member.region, round: params.round };
  if (query.asOf !== undefined && !readsHistory(member)) {
    const who = historians.map((role) => roleNames[role]).join('或');
    return deny(refusal('not-yours', { action: '查看以前的进度', who }));
  }
  const at = Math.min(query.asOf ?? now, now);
  const present = await ledger.tallies(ref);
  const visible = present.filter((row) =>
    seesDepartment(member, { code: row.department, section: row.section }),
  );
  if (visible.length === 0) return deny(refusal('not-found', { what: '这一轮监控的进度' }));
  const rows = query.asOf === undefined ? visible : await rowsAt(ledger, ref, visible, at);
  const beside = (own: readonly Tally[]) => besideFilings(query.asOf === undefined, visible, own);
  const departments = rows.map((row) => {
    const { department, name, section, keyMonitoring } = row;
    return { department, name, section, keyMonitoring, totals: figuresOf([row], at), ...beside([row]) };
  });
  const sections = [...new Set(rows.map(({ section }) => section))].sort().map((section) => {
    const own = rows.filter((row) => row.section === section);
    return { section, totals: figuresOf(own, at), ...beside(own) };
  });
  const total = figuresOf(rows, at);
  return accept({ round: params.round, asOf: at, total, ...beside(rows), sections, departments });
};

function readsHistory(member: Member): boolean {
  return historians.some((role) => holds(member, { role, at: member.region }));
}

/** The rows as they were: names as of today, counters as of then. */
async function rowsAt(
  ledger: StandingLedger,
  ref: RoundRef,
  rows: readonly Tally[],
  at: Instant,
): Promise<readonly Tally[]> {
  const heads = await ledger.filingsAt(
    ref,
    rows.map(({ department }) => department),
    at,
  );
  return rows.map((row) => {
    const own = heads.filter(({ department }) => department === row.department);
    return tallyFrom({ ...row, code: row.department }, summedCounts(own.map(countsOf)));
  });
}

/** Reports and dispositions of these rows; nobody counts them as of an earlier instant. */
function besideFilings(isPresent: boolean, counted: readonly CountedDepartment[], rows: readonly Tally[]) {
  if (!isPresent) return { reports: null, dispositions: null };
  const own = counted.filter(({ department }) => rows.some((row) => row.department === department));
  const { reports, dispositions } = besideOf(own);
  const { errands: _, ...shown } = reports;
  return { reports: shown, dispositions };
}

function figuresOf(rows: readonly Tally[], at: Instant) {
  return withRates(totalsOfTallies(rows, at));
}
