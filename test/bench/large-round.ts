/**
 * A whole round of a large county on the embedded runtime, through its own doors: 100 departments with 30 projects each are issued by the
 * machine, filed and reviewed over the API, and closed. What is not filed when the time is up stays 未报, as in life, and is told.
 */
import { createHash } from 'node:crypto';
import { GetExecutionHistoryCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { Call } from '../../shared/contract/client.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';
import { parseFilingId } from '../../shared/contract/field.ts';
import { Bureau, type FilingCase } from '../support/bureau.ts';
import { filledFor, type WireContent } from '../support/contents.ts';
import { atOnce } from './at-once.ts';
import type { BenchOptions } from './bench-options.ts';

const round = '2022-H1';
const params = { round };
const departments = 100;
/** People at work at the same time. */
const clients = 16;
/** The part of the time that is for filing; the rest is for the reviews. */
const filingShare = 0.6;
/** Rows of a batch; more are refused. */
const rowsAtOnce = 100;

type Row = NonNullable<Call<'reviewMany'>['body']>['items'][number];

export async function largeRound({ filings = 3_000, minutes = 8 }: BenchOptions): Promise<Figures> {
  const county = countyOf(filings);
  const bureau = await Bureau.open('2022-07-01', county);
  try {
    const issuing = await seconds(() => opens(bureau));
    const [filedBy, end] = [filingShare, 1].map((share) => performance.now() + share * minutes * 60_000);
    const sent = new Map<string, string>();
    const waiting = county.subjects.map(({ code }) => bureau.halfYear(code));
    const filing = await seconds(() =>
      atOnce(waiting, clients, async (each) => void sent.set(each.id, await files(each)), filedBy),
    );
    await bureau.runtime.settled();
    const departmental = await seconds(() => review(bureau, reviewersOf(county, 'dept-reviewer'), sent, end));
    const sectional = await seconds(() => review(bureau, reviewersOf(county, 'section-reviewer'), sent, end));
    const closed = await closes(bureau, filings, sent.size);
    const histories = await longestHistories(bureau);
    const { statesEntered, executionsStarted } = bureau.runtime.counts();
    return {
      'issued by the machine': `${filings} filings of ${departments} departments in ${issuing.toFixed(1)} s`,
      'sent before the time was up': `${sent.size} in ${filing.toFixed(1)} s`,
      'sent per second, 16 clients': (sent.size / filing).toFixed(1),
      'reviews by departments and by sections, seconds': `${departmental.toFixed(1)} and ${sectional.toFixed(1)}`,
      'archived when the round was closed': String(closed.archived),
      'states entered, executions': `${statesEntered}, ${executionsStarted}`,
      'history events of the round’s executions, at most 1,900': String(histories.round),
      'history events of a filing’s longest execution': String(histories.filing),
    };
  } finally {
    await bureau.close();
  }
}

type Figures = Record<string, string>;

/** One unit, one filler and one reviewer in each department, and projects that differ in code and name alone. */
function countyOf(filings: number): CountyDocument {
  const codes = Array.from({ length: departments }, (_, index) => String(101 + index));
  const project = sampleCounty.subjects.find(({ kind }) => kind === 'project');
  if (project === undefined) throw new Error('the sample county has no project');
  const sectionOf = (index: number) => sampleCounty.sections[index % 5]?.code ?? '';
  const people = sampleCounty.members.filter(({ posts }) => posts.every(({ role }) => !isOfDepartment(role)));
  return {
    ...sampleCounty,
    departments: codes.map((code, index) => ({ code, name: `第${index}局`, section: sectionOf(index) })),
    units: codes.map((code, index) => ({
      code: `${code}001`,
      name: `第${index}局（本级）`,
      department: code,
    })),
    members: [
      ...people,
      ...codes.flatMap((code) => [
        {
          id: `${code}001-filler`,
          name: '经办',
          posts: [{ role: 'unit-filler' as const, at: `${code}001` }],
        },
        { id: `${code}-reviewer`, name: '审核', posts: [{ role: 'dept-reviewer' as const, at: code }] },
      ]),
    ],
    subjects: Array.from({ length: filings }, (_, index) => {
      const department = codes[index % departments] ?? '';
      const code = `${department}P${index}`;
      const own = { code, name: `第${index}个项目`, department, unit: `${department}001` };
      return { ...project, ...own, indicators: project.indicators.slice(0, 2) };
    }),
  };
}

function isOfDepartment(role: string): boolean {
  return role.startsWith('unit-') || role.startsWith('dept-');
}

async function opens(bureau: Bureau): Promise<void> {
  const { version } = await bureau.ask('finance-office', 'readRound', { params });
  await bureau.ask('finance-office', 'openRound', { params, version, key: bureau.key() });
  await bureau.runtime.settled();
}

/** As its filler does it: opened, saved, sent; answers with the digest of what was sent. */
async function files(filing: FilingCase): Promise<string> {
  const { bureau, params: at } = filing;
  const filler = `${parseFilingId(filing.id)?.department}001-filler`;
  const form = await filing.read(filler);
  const body = { ...filledFor(form), texts: textsOf(filing.id) };
  const saved = await bureau.ask(filler, 'saveDraft', { ...at, body, version: form.version });
  const call = { ...at, version: saved.version, key: bureau.key() };
  const { digest } = await bureau.ask(filler, 'submitFiling', call);
  return digest ?? '';
}

/** Each in its own words, as far as a machine has any: what is pasted from a neighbour is held up (V27). */
function textsOf(id: string): WireContent['texts'] {
  const fields = ['goalReview', 'budgetReview', 'implementationReview', 'fundReview'];
  const words = (field: string) =>
    [...createHash('sha256').update(`${id} ${field}`).digest()].map((byte) =>
      String.fromCodePoint(0x4e00 + byte),
    );
  return Object.fromEntries(fields.map((field) => [field, words(field).join('')]));
}

function reviewersOf({ members }: CountyDocument, post: 'dept-reviewer' | 'section-reviewer'): string[] {
  const own = members.filter(
    ({ id, posts }) => id.endsWith('-reviewer') && posts.some(({ role }) => role === post),
  );
  return own.map(({ id }) => id);
}

/** Each decides on what lies on his desk, in batches, and the machine carries it on. */
async function review(
  bureau: Bureau,
  reviewers: readonly string[],
  digests: ReadonlyMap<string, string>,
  end = Number.POSITIVE_INFINITY,
): Promise<void> {
  const work = async (id: string) => {
    const { items } = await bureau.ask(id, 'readTodo');
    const rows = items.map(({ filing, version }): Row => {
      const digest = digests.get(filing) ?? '';
      return { filing, version, digest, act: 'approve', opinion: '同意', opened: true };
    });
    for (let from = 0; from < rows.length && performance.now() < end; from += rowsAtOnce)
      await decides(bureau, id, rows.slice(from, from + rowsAtOnce));
  };
  await atOnce(reviewers, clients, work, end);
  await bureau.runtime.settled();
}

/** A batch that has run out of its function's time is sent again under its key: what has been done answers as before. */
async function decides(bureau: Bureau, reviewer: string, items: Row[]): Promise<void> {
  const client = await bureau.as(reviewer);
  const call = { body: { items }, key: bureau.key() };
  for (let turn = 1; ; turn += 1) {
    const reply = await client('reviewMany', call);
    const refused = reply.ok ? reply.body.rows.filter(({ ok }) => !ok) : [reply.problem];
    if (refused.length === 0) return;
    if (reply.ok || reply.status < 500 || turn === 5)
      throw new Error(`${reviewer}: ${JSON.stringify(refused[0])}`);
  }
}

/** Closes the round and sees whether what it says in the end is what was done. */
async function closes(bureau: Bureau, obligations: number, sent: number): Promise<{ archived: number }> {
  const { version } = await bureau.ask('finance-office', 'readRound', { params });
  const body = { reason: '报送期结束，未报单位另行通报' };
  await bureau.ask('finance-office', 'closeRound', { params, version, body, key: bureau.key() });
  const { total, departments: rows } = await bureau.ask('finance-office', 'readStanding', { params });
  const stages = Object.values(total.byStage).reduce((sum, count) => sum + count, 0);
  const parts = rows.reduce((sum, { totals }) => sum + totals.filed, 0);
  const said = { obligations: total.obligations, stages, filed: total.filed, parts };
  const wanted = { obligations, stages: obligations, filed: sent, parts: sent };
  if (JSON.stringify(said) !== JSON.stringify(wanted))
    throw new Error(`the board says ${JSON.stringify(said)}, and it was ${JSON.stringify(wanted)}`);
  return { archived: total.archived };
}

/** The number of an execution's last event is how many there are. */
async function longestHistories({ runtime }: Bureau): Promise<{ round: number; filing: number }> {
  const { awsUrl: endpoint, region, credentials, outputs } = runtime;
  const client = new SFNClient({ endpoint, region, credentials });
  const longest = async (stateMachineArn: string | undefined) => {
    let most = 0;
    for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
      for (const { executionArn } of executions) {
        const last = { executionArn, reverseOrder: true, maxResults: 1 };
        const { events } = await client.send(new GetExecutionHistoryCommand(last));
        most = Math.max(most, events?.[0]?.id ?? 0);
      }
    }
    return most;
  };
  const found = {
    round: await longest(outputs['RoundMachine']),
    filing: await longest(outputs['FilingReviewMachine']),
  };
  client.destroy();
  return found;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
