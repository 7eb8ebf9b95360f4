/** Looks at the filings of a department and says what has come apart: each finding with its remedy, to be used when it is seen again. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { earlierExecutionName, executionName } from '../../shared/contract/workflow.ts';
import { dayLength, type Instant } from '../../shared/domain/calendar.ts';
import { correction, type DriftKind, driftsOf, isInReview, type Run } from '../../shared/domain/drift.ts';
import { type FilingHead, isGivenUp } from '../../shared/domain/filing.ts';
import type { RoundRef } from '../../shared/domain/round.ts';
import type { HeadWithDesk } from '../../shared/ports-operations.ts';
import { type Ports, remedies } from './remedies.ts';

export interface Finding {
  readonly kind: DriftKind;
  readonly of: string;
  readonly state: string;
  /** False where it is no longer so: it has mended itself, or somebody was faster. */
  readonly heal: () => Promise<boolean>;
}

/** What was looked at, what was found, and what had been given up before. */
export interface Look {
  readonly looked: number;
  readonly findings: readonly Finding[];
  readonly givenUp: readonly string[];
}

export function together(looks: readonly Look[]): Look {
  return {
    looked: looks.reduce((sum, { looked }) => sum + looked, 0),
    findings: looks.flatMap(({ findings }) => findings),
    givenUp: looks.flatMap(({ givenUp }) => givenUp),
  };
}

/** What has left its execution is looked after for a day; afterwards nothing can come back to it. */
const lookedAfter = dayLength;

export type DepartmentRef = RoundRef & { readonly department: string };

export async function lookAtDepartment(ports: Ports, ref: DepartmentRef): Promise<Look> {
  const before = await ports.ledger.counters(ref);
  const filings = await ports.ledger.filingsWithDesks(ref);
  const heads = filings.map(({ head }) => head);
  const off = await lookAtCounters(ports, ref, before, heads);
  const found: Finding[] = [];
  for (const filing of filings) found.push(...(await lookAtFiling(ports, filing, ports.now())));
  const givenUp = heads.filter((head) => isInReview(head) && isGivenUp(head)).map(formatFilingId);
  return { looked: heads.length, findings: [...off, ...found], givenUp };
}

/** Counters that have moved while the filings were read are compared the next time. */
async function lookAtCounters(
  { ledger }: Ports,
  ref: DepartmentRef,
  before: Awaited<ReturnType<Ports['ledger']['counters']>>,
  heads: readonly FilingHead[],
): Promise<readonly Finding[]> {
  const counters = await ledger.counters(ref);
  const by = correction(counters, ledger.countersOf(heads));
  const hasMoved = Object.keys(correction(before, counters)).length > 0;
  if (hasMoved || Object.keys(by).length === 0) return [];
  const state = Object.entries(by)
    .map(([name, move]) => `${name}${move}`)
    .join(' ');
  const of = `${ref.region}-${ref.round}-${ref.department}`;
  return [{ kind: 'counters-off', of, state, heal: () => ledger.correctCounters(ref, counters, by) }];
}

async function lookAtFiling(ports: Ports, seen: HeadWithDesk, now: Instant): Promise<readonly Finding[]> {
  const { head, desk, shouldBe } = seen;
  const hasRun = head.attempt > 0 && (isInReview(head) || now - head.stageAt < lookedAfter);
  const [run, before] = hasRun ? await runsOf(ports, head) : (['missing', null] as const);
  const hasCopy =
    hasRun && head.stage === 'archived' ? await ports.archive.hasFiling(head, head.attempt) : null;
  const kinds = driftsOf(head, { desk, shouldBe, run, before, hasCopy }, now);
  return kinds.map((kind) => ({
    kind,
    of: formatFilingId(head),
    state: `${head.seq}/${desk}`,
    heal: () => remedies[kind](ports, head, run),
  }));
}

async function runsOf({ workflow }: Ports, head: FilingHead): Promise<readonly [Run, Run | null]> {
  const earlier = earlierExecutionName(head);
  return Promise.all([
    workflow.run('filingReview', executionName(head)),
    earlier === null ? null : workflow.run('filingReview', earlier),
  ]);
}
