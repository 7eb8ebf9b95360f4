/**
 * G7: a deadline's last minute against a StartExecution that is throttled. The submissions are real facts, decided by the domain and appended
 * by the ledger without the gateway before it, because HTTP would be the narrower place; stream, function, sweep and machine are the system's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { openLedger } from '../../shared/aws/ledger.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import { type FilingHead, type FilingRef, newFiling } from '../../shared/domain/filing.ts';
import { decideSave, decideSubmit } from '../../shared/domain/filing-decisions.ts';
import type { Ledger } from '../../shared/ports.ts';
import { Bureau } from '../support/bureau.ts';
import { emptyContent, evaluation } from '../support/filings.ts';
import { atOnce } from './at-once.ts';
import type { BenchOptions } from './bench-options.ts';
import { ms, quantile } from './figures.ts';

const round = '2022-H1';
const region = sampleCounty.region.code;
const departments = 100;
const clients = 32;
/** By then whatever has not been started is called lost: retries and sweeps have had their turns. */
const patience = 600_000;

export interface Burst {
  readonly sent: number;
  readonly executions: number;
  /** Filings without an execution, those with more than one, and those that were started before their sender had his answer. */
  readonly lost: number;
  readonly twice: number;
  readonly early: number;
  /** Filings on the reviewers' desks in the end, by the board. */
  readonly onDesk: number;
  readonly sentPerSecond: number;
  readonly startedPerSecond: number;
  /** The same until nine in ten were started: without the last ones, which wait out the pauses of their retries. */
  readonly mostStartedPerSecond: number;
  readonly acknowledged: readonly number[];
}

export async function burstOf(filings: number, startRate: number): Promise<Burst> {
  const bureau = await Bureau.open('2022-07-01', undefined, { startRate });
  try {
    await bureau.opens(round);
    const ledger = ledgerOf(bureau);
    const heads = await issue(ledger, bureau, filings);
    await bureau.runtime.settled();
    const answered = new Map<string, number>();
    const acknowledged: number[] = [];
    const began = performance.now();
    await atOnce(heads, clients, async (head) => {
      acknowledged.push(await submit(ledger, bureau, head));
      answered.set(formatFilingId(head), bureau.runtime.clock.now());
    });
    const sending = (performance.now() - began) / 1000;
    await drained(bureau, ledger, filings);
    const started = await startsOf(bureau, new Set(answered.keys()));
    return {
      ...judged(answered, started, startRate),
      sentPerSecond: filings / sending,
      acknowledged,
      onDesk: await onDesk(ledger),
    };
  } finally {
    await bureau.close();
  }
}

function ledgerOf({ runtime }: Bureau): Ledger {
  const { awsUrl: endpoint, region: awsRegion, credentials, outputs } = runtime;
  return openLedger(outputs['LedgerTable'] ?? '', { endpoint, region: awsRegion, credentials });
}

/** Departments that the register does not know: what the machine does with a filing asks for its head and its round alone. */
async function issue(ledger: Ledger, { runtime }: Bureau, filings: number): Promise<FilingHead[]> {
  const at = runtime.clock.now();
  const codes = Array.from({ length: departments }, (_, index) => String(200 + index));
  const refs = Array.from({ length: filings }, (_, index): FilingRef => {
    const department = codes[index % departments] ?? '';
    return { region, round, department, subject: `${department}P${index}` };
  });
  await atOnce(codes, 8, async (code) => {
    const own = refs.filter(({ department }) => department === code);
    const given = { kind: 'project', unit: `${code}001`, section: 'S01', adjusted: 845_000n, at } as const;
    const heads = own.map((ref) => newFiling(ref, { ...given, dueAt: at + 10 * 86_400_000 }));
    const department = { code, name: `第${code}局`, section: 'S01', keyMonitoring: false };
    await ledger.issue(department, heads, at);
  });
  const drafts: FilingHead[] = [];
  await atOnce(refs, clients, async (ref) => void drafts.push(await drafted(ledger, ref, at)));
  return drafts;
}

async function drafted(ledger: Ledger, ref: FilingRef, at: number): Promise<FilingHead> {
  const head = await ledger.filing(ref, { fresh: true });
  if (head === undefined) throw new Error(`${ref.subject} was not issued`);
  const fact = decideSave(head, 'filler', emptyContent, ledger.digest(emptyContent));
  return appended(ledger, head, fact, at);
}

/** How long the ledger took to take it, in milliseconds. */
async function submit(ledger: Ledger, { runtime }: Bureau, head: FilingHead): Promise<number> {
  const began = performance.now();
  const at = runtime.clock.now();
  await appended(ledger, head, decideSubmit(head, 'filler', at, evaluation), at);
  return performance.now() - began;
}

async function appended(
  ledger: Ledger,
  head: FilingHead,
  decided: ReturnType<typeof decideSave>,
  at: number,
): Promise<FilingHead> {
  if (!decided.ok) throw new Error(decided.refusal.detail);
  const by = { id: 'filler', name: '经办', post: '单位经办' };
  const after = await ledger.appendToFiling(head, { fact: decided.value, at, by });
  if (after === undefined) throw new Error(`${head.subject} moved meanwhile`);
  return after;
}

/** Until all lie on a desk: executions alone would not do, since one that has broken off is started anew. */
async function drained({ runtime }: Bureau, ledger: Ledger, filings: number): Promise<void> {
  const end = performance.now() + patience;
  while ((await onDesk(ledger)) < filings && performance.now() < end) await pause(500);
  await runtime.settled();
}

/** The instants at which first executions of these filings were started, by filing. */
async function startsOf({ runtime }: Bureau, ids: ReadonlySet<string>): Promise<Map<string, number[]>> {
  const { awsUrl: endpoint, region: awsRegion, credentials, outputs } = runtime;
  const client = new SFNClient({ endpoint, region: awsRegion, credentials });
  const starts = new Map<string, number[]>();
  const stateMachineArn = outputs['FilingReviewMachine'];
  for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
    for (const { name = '', startDate } of executions) {
      // What has broken off and was taken up again is no second start.
      if (!name.endsWith('-r0')) continue;
      const id = name.replace(/-a\d+-r\d+$/, '');
      if (ids.has(id)) starts.set(id, [...(starts.get(id) ?? []), startDate?.getTime() ?? 0]);
    }
  }
  client.destroy();
  return starts;
}

function judged(
  answered: ReadonlyMap<string, number>,
  starts: ReadonlyMap<string, readonly number[]>,
  rate: number,
) {
  const instants = [...starts.values()].flat().sort((a, b) => a - b);
  // One second's starts are there at once; only what comes after them shows the rate.
  const pace = (count: number) =>
    (1000 * (count - rate)) / ((instants[count - 1] ?? Number.NaN) - (instants[0] ?? Number.NaN));
  return {
    sent: answered.size,
    executions: instants.length,
    lost: answered.size - starts.size,
    twice: [...starts.values()].filter(({ length }) => length > 1).length,
    early: [...answered].filter(([id, at]) => starts.get(id)?.some((start) => start < at)).length,
    startedPerSecond: pace(instants.length),
    mostStartedPerSecond: pace(Math.ceil(instants.length * 0.9)),
  };
}

async function onDesk(ledger: Ledger): Promise<number> {
  const rows = await ledger.tallies({ region, round });
  return rows.reduce((sum, { byStage }) => sum + byStage['dept-review'], 0);
}

export async function burst({ filings = 10_000, rate = 50 }: BenchOptions): Promise<Record<string, string>> {
  const found = await burstOf(filings, rate);
  return {
    'submissions, acknowledged per second': `${found.sent}, ${found.sentPerSecond.toFixed(0)}`,
    'acknowledged in, p50 and p99': `${ms(quantile(found.acknowledged, 0.5))} and ${ms(quantile(found.acknowledged, 0.99))}`,
    lost: String(found.lost),
    'with more than one execution': String(found.twice),
    'started before they were acknowledged': String(found.early),
    'on a reviewer’s desk in the end': String(found.onDesk),
    [`started per second, of ${rate} that are let through`]: shareOf(found.startedPerSecond, rate),
    'the same until nine in ten were started': shareOf(found.mostStartedPerSecond, rate),
  };
}

function shareOf(pace: number, rate: number): string {
  return `${pace.toFixed(1)} (${((100 * pace) / rate).toFixed(0)} %)`;
}
