/** One filing, whole: targets beside answers, computed figures, and what this member may do now. */
import { whyNot } from '../../shared/domain/authority.ts';
import { type Content, totalsOf } from '../../shared/domain/content.ts';
import type { Member } from '../../shared/domain/directory.ts';
import { type Act, acts, type FilingHead, type Stage } from '../../shared/domain/filing.ts';
import { formatHundredths } from '../../shared/domain/money.ts';
import { paceOf } from '../../shared/domain/pace.ts';
import { accept } from '../../shared/domain/result.ts';
import { moneyRows } from '../../shared/domain/subject.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { rowOf } from './filing-row.ts';
import type { Ports } from './read-me.ts';
import { visibleFiling } from './visible-filing.ts';

export const readFiling: UseCase<Ports, 'readFiling'> = async ({ ledger }, { member, params, now }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const [content, { round, subject, target }] = await Promise.all([
    ledger.content(head),
    ledger.ground(head),
  ]);
  return accept({
    ...rowOf(head, subject.name, now),
    attempt: head.attempt,
    goalText: target.goalText,
    targetVersion: target.version,
    indicators: target.indicators.map((indicator) => ({ ...indicator })),
    moneyRows: { ...moneyRows[subject.kind] },
    initialBudget: { ...subject.initial },
    content: content ?? null,
    digest: head.content?.digest ?? null,
    computed: content === undefined ? null : figuresOf(content, round.cutoffMonth),
    acts: actsOf(member, head),
  });
};

/** Totals, rates and the pace they are compared with; computed here, never taken from a client (V08). */
function figuresOf(content: Content, cutoffMonth: number) {
  const { rate, ...sums } = totalsOf(Object.values(content.money));
  return {
    ...sums,
    surplus: sums.adjusted - sums.forecast,
    executionRate: rate === null ? null : formatHundredths(rate),
    pace: formatHundredths(paceOf(cutoffMonth)),
  };
}

/** What the console may offer; the command decides again. */
function actsOf(member: Member, head: FilingHead): Act[] {
  return (Object.keys(acts) as Act[]).filter((act) => {
    const from: readonly Stage[] = acts[act].from;
    return (
      from.includes(head.stage) && whyNot(member, act, head) === null && !(act === 'withdraw' && head.touched)
    );
  });
}
