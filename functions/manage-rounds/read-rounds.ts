import type { AnswerOf } from '../../shared/contract/api.ts';
import { formatHundredths } from '../../shared/domain/money.ts';
import { paceOf } from '../../shared/domain/pace.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { type RoundHead, roundStateNames } from '../../shared/domain/round.ts';
import { withRates } from '../../shared/domain/standing.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import type { CalendarLedger, Now } from '../../shared/ports.ts';

export interface Ports {
  readonly ledger: CalendarLedger;
  readonly now: Now;
}

export const listRounds: UseCase<Ports, 'listRounds'> = async ({ ledger }, { member }) => {
  const rounds = await ledger.rounds(member.region);
  return accept({ rounds: rounds.map(viewOf) });
};

export const readRound: UseCase<Ports, 'readRound'> = async ({ ledger }, { member, params }) => {
  const round = await ledger.round({ region: member.region, round: params.round }, { fresh: true });
  return round === undefined ? deny(refusal('not-found', { what: '这一轮监控任务' })) : accept(viewOf(round));
};

export function viewOf({ round, cutoffMonth, state, summary, ...head }: RoundHead): AnswerOf<'readRound'> {
  const { title, fiscalYear, opensOn, dueOn, graceEndsOn, closesOn, report, emphasis, ruleSet } = head;
  const { fundsEntry, allowNotYet, remindDays, lockAfterGrace, dueOverride, version } = head;
  return {
    round,
    title,
    fiscalYear,
    cutoffMonth,
    pace: formatHundredths(paceOf(cutoffMonth)),
    opensOn,
    dueOn,
    graceEndsOn,
    closesOn,
    report: report && { ...report },
    emphasis,
    ruleSet,
    fundsEntry,
    allowNotYet,
    remindDays: [...remindDays],
    lockAfterGrace,
    dueOverride: dueOverride && { ...dueOverride },
    state,
    stateName: roundStateNames[state],
    summary: summary && { ...summary, totals: withRates(summary.totals) },
    version,
  };
}
