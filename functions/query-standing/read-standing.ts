import { seesDepartment } from '../../shared/domain/authority.ts';
import { formatHundredths } from '../../shared/domain/money.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { shareOf, type Tally, totalsOfTallies } from '../../shared/domain/standing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { Ledger, Now } from '../../shared/ports.ts';

interface Ports {
  readonly ledger: Ledger;
  readonly now: Now;
}

export const readStanding: UseCase<Ports, 'readStanding'> = async ({ ledger }, { member, params }) => {
  const rows = await ledger.tallies({ region: member.region, round: params.round });
  const visible = rows.filter((row) =>
    seesDepartment(member, { code: row.department, section: row.section }),
  );
  if (visible.length === 0) return deny(refusal('not-found', { what: '这一轮监控的进度' }));
  const departments = visible.map((row) => {
    const { department, name, section, keyMonitoring } = row;
    return { department, name, section, keyMonitoring, totals: figuresOf([row]) };
  });
  return accept({ round: params.round, total: figuresOf(visible), departments });
};

function figuresOf(rows: readonly Tally[]) {
  const totals = totalsOfTallies(rows);
  const percent = (part: number) => {
    const share = shareOf(part, totals.due);
    return share === null ? null : formatHundredths(share);
  };
  return {
    ...totals,
    byStage: { ...totals.byStage },
    lights: { ...totals.lights },
    filedRate: percent(totals.filed),
    coverage: percent(totals.approved),
  };
}
