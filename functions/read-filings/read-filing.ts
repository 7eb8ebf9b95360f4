/** One filing, whole: targets beside answers, computed figures, and what this member may do now. */
import { type Content, totalsOf } from '../../shared/domain/content.ts';
import { bothNames } from '../../shared/domain/directory.ts';
import { evaluate } from '../../shared/domain/evaluation.ts';
import { type FilingHead, returnReasons } from '../../shared/domain/filing.ts';
import { approverOf } from '../../shared/domain/filing-decisions.ts';
import { periodLabel } from '../../shared/domain/form.ts';
import { groundOf } from '../../shared/domain/ground.ts';
import { offersOf } from '../../shared/domain/offers.ts';
import { reloadTargets } from '../../shared/domain/reload.ts';
import { accept } from '../../shared/domain/result.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import { moneyRows } from '../../shared/domain/subject.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { FilingEntry, FilingGround, Ledger } from '../../shared/ports.ts';
import { rowOf } from './filing-row.ts';
import type { Ports } from './read-me.ts';

export const readFiling: UseCase<Ports, 'readFiling'> = async ({ ledger }, { member, params, now }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const [content, given, last, { entries }, names] = await Promise.all([
    ledger.content(head),
    ledger.ground(head),
    ledger.lastApproved(head),
    ledger.events(head),
    namesOf(ledger, head),
  ]);
  return accept({
    ...rowOf(head, given.subject.name, now),
    ...names,
    ...formOf(given),
    filledBy: entries.findLast(({ fact }) => fact.type === 'saved')?.by?.name ?? null,
    attempt: head.attempt,
    content: content ?? null,
    digest: head.content?.digest ?? null,
    evaluation: (await evaluationOf(ledger, head, given, content)) ?? null,
    last: last ?? null,
    reopening: reopeningOf(entries),
    returned: lastReturn(entries),
    reload: await reloadOf(ledger, head, given, content),
    totals: content === undefined ? null : sumsOf(content),
    acts: [...offersOf(member, head, { round: given.round, approver: approverOf(entries), now })],
  });
};

async function namesOf(ledger: Ledger, head: FilingHead) {
  const [department, unit] = await Promise.all([
    ledger.department(head.region, head.department),
    ledger.unit(head.region, head.unit),
  ]);
  return { departmentName: department?.name ?? head.department, unitName: unit?.name ?? head.unit };
}

/** What is given and cannot be entered. */
function formOf({ round, subject, target }: FilingGround) {
  return {
    fiscalYear: round.fiscalYear,
    cutoffMonth: round.cutoffMonth,
    periodLabel: periodLabel(round.cutoffMonth),
    goalText: target.goalText,
    targetVersion: target.version,
    indicators: target.indicators.map((indicator) => ({ ...indicator })),
    moneyRows: { ...moneyRows[subject.kind] },
    initialBudget: { ...subject.initial },
    keyMonitoring: subject.keyMonitoring,
    stopPaymentOn: subject.suspended?.stopPaymentOn ?? null,
    imported: subject.imported[round.cutoffMonth] ?? null,
  };
}

/** What has been sent keeps the evaluation of that day; a draft is evaluated as it stands. */
async function evaluationOf(
  ledger: Ledger,
  head: FilingHead,
  given: FilingGround,
  content: Content | undefined,
) {
  if (content === undefined) return undefined;
  const isDraft = head.stage === 'draft' || head.stage === 'returned';
  if (!isDraft) return ledger.evaluation(head);
  // Whoever has just brought evidence sees it counted.
  return evaluate(content, groundOf(given, await ledger.beside(head, { fresh: true })));
}

/** A draft on targets that are no longer in force comes with what it would be on the new ones. */
async function reloadOf(
  ledger: Ledger,
  head: FilingHead,
  { subject, target }: FilingGround,
  content: Content | undefined,
): Promise<Content | null> {
  const isDraft = head.stage === 'draft' || head.stage === 'returned';
  if (!isDraft || content === undefined || content.targetVersion === target.version) return null;
  const { targetVersion } = content;
  const before = await ledger.target(head.region, fiscalYearOf(head.round), { ...subject, targetVersion });
  return reloadTargets(content, before ?? { ...target, indicators: [] }, target);
}

/** Why it came back, with the reviewer's pins; nothing once it has been sent again or passed on. */
function lastReturn(entries: readonly FilingEntry[]) {
  const last = entries.findLast(({ fact }) => ['submitted', 'approved', 'returned'].includes(fact.type));
  if (last?.fact.type !== 'returned') return null;
  const { to, reason, text, pins } = last.fact;
  return { at: last.at, by: signatureOf(last), to, reason: returnReasons[reason], text, pins };
}

function signatureOf({ by }: FilingEntry): string {
  return by === null ? '' : bothNames(by);
}

function reopeningOf(entries: readonly FilingEntry[]) {
  const last = entries.findLast(({ fact }) => fact.type === 'reopened');
  return last?.fact.type === 'reopened'
    ? { at: last.at, by: last.by?.name ?? '', reason: last.fact.reason }
    : null;
}

/** Computed here, never taken from a client (V08). */
function sumsOf(content: Content) {
  const { rate: _, ...sums } = totalsOf(Object.values(content.money));
  return sums;
}
