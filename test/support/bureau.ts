/**
 * A bureau for the tests: the whole system on the embedded runtime, spoken to in the users' words. Everything goes through HTTP,
 * functions, state machines and the ledger; nothing is mocked. Time is virtual and moves only by the tests' will.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import { standUp } from '../../infra/desk/stand-up.ts';
import type { BootOptions, Runtime } from '../../infra/embedded/runtime.ts';
import type { RouteName } from '../../shared/contract/api.ts';
import {
  type Call,
  type Client,
  createClient,
  type Problem,
  type Reply,
} from '../../shared/contract/client.ts';
import { parseFilingId } from '../../shared/contract/field.ts';
import type { ReturnTo, Stage } from '../../shared/domain/filing.ts';
import { filledFor, type WireContent } from './contents.ts';
import { plainCounty } from './counties.ts';
import { attach, formFor, pdf, type UploadForm } from './evidence.ts';

type Body<N extends RouteName> = Extract<Reply<N>, { ok: true }>['body'];
export type Filing = Body<'readFiling'>;
export type Receipt = Body<'submitFiling'>;

const patience = 30_000;

export class Bureau {
  readonly runtime: Runtime;
  readonly #clients = new Map<string, Promise<Client>>();
  /** Where all of its data lies. */
  readonly folder: string;
  #keys = 0;

  private constructor(runtime: Runtime, folder: string) {
    this.runtime = runtime;
    this.folder = folder;
  }

  /** Stands the system up on a new folder, its clock at nine in the morning of `day` in Shanghai. */
  static async open(
    day = '2022-07-01',
    county = plainCounty,
    { parameters, ...limits }: Pick<BootOptions, 'startRate' | 'parameters'> = {},
  ): Promise<Bureau> {
    const folder = await mkdtemp(join(tmpdir(), 'bureau-'));
    const clock = { virtualStart: instantOf(day) };
    const runtime = await standUp({
      ...limits,
      ...(parameters && { parameters }),
      data: folder,
      port: 0,
      clock,
      county,
      log: () => undefined,
    });
    return new Bureau(runtime, folder);
  }

  async close(): Promise<void> {
    await this.runtime.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Moves the clock forward; who was signed in signs in again. */
  async on(day: string, time = '09:00:00'): Promise<void> {
    await this.runtime.clock.advanceTo(Date.parse(instantOf(day, time)));
    this.#clients.clear();
  }

  /** Moves the clock forward by so many milliseconds. */
  async passes(time: number): Promise<void> {
    await this.runtime.clock.advanceTo(this.runtime.clock.now() + time);
    this.#clients.clear();
  }

  /** The API as a member sees it. */
  async as(member: string): Promise<Client> {
    const known = this.#clients.get(member) ?? this.#signIn(member);
    this.#clients.set(member, known);
    return known;
  }

  async token(member: string): Promise<string> {
    const response = await fetch(`${this.runtime.apiUrl}/local/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ member }),
    });
    return z.parse(z.object({ access_token: z.string() }), await response.json()).access_token;
  }

  async #signIn(member: string): Promise<Client> {
    return createClient(this.runtime.apiUrl, await this.token(member));
  }

  /** Asks and expects to be answered. */
  async ask<N extends RouteName>(member: string, name: N, call: Call<N> = {}): Promise<Body<N>> {
    const client = await this.as(member);
    const reply = await client(name, call);
    if (reply.ok) return reply.body;
    throw new Error(`${member} · ${name}: ${reply.status} ${JSON.stringify(reply.problem)}`);
  }

  /** Asks and expects to be refused. */
  async refused<N extends RouteName>(member: string, name: N, call: Call<N> = {}): Promise<Problem> {
    const client = await this.as(member);
    const reply = await client(name, call);
    if (!reply.ok) return reply.problem;
    throw new Error(`${member} · ${name} was accepted: ${JSON.stringify(reply.body)}`);
  }

  /** 下达: the finance office opens a round and waits until every obligation is there. */
  async opens(round: string, obligations = sampleCounty.subjects.length): Promise<void> {
    const { version } = await this.ask('finance-office', 'readRound', { params: { round } });
    await this.ask('finance-office', 'openRound', { params: { round }, version, key: this.key() });
    await this.until(async () => {
      const client = await this.as('finance-office');
      const reply = await client('readStanding', { params: { round } });
      return reply.ok && reply.body.total.obligations === obligations;
    });
  }

  /** The keys with which each role signs, by its name, as the desk has made them. */
  async roleKeys(): Promise<ReadonlyMap<string, { accessKeyId: string; secretAccessKey: string }>> {
    const lines = (await readFile(join(this.folder, 'keys', 'credentials'), 'utf8')).trim().split('\n');
    return new Map(
      lines.map((line) => {
        const [name = '', accessKeyId = '', secretAccessKey = ''] = line.split(' ');
        return [name, { accessKeyId, secretAccessKey }] as const;
      }),
    );
  }

  /** What a member has been told, latest first. */
  async messages(member: string): Promise<Body<'readMessages'>['messages']> {
    return (await this.ask(member, 'readMessages')).messages;
  }

  /** A new Idempotency-Key. */
  key(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  filing(id: string): FilingCase {
    return new FilingCase(this, id);
  }

  /** The filing of a subject in the half-year round, e.g. `101P01`. */
  halfYear(subject: string): FilingCase {
    return this.filing(`360733-2022-H1-${subject.slice(0, 3)}-${subject}`);
  }

  async until(done: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + patience;
    // Asking all the time would only hold up what is waited for: all of it runs in this process.
    await this.runtime.settled();
    while (!(await done())) {
      if (performance.now() > end) throw new Error('waited in vain');
      await pause(10);
      await this.runtime.settled();
    }
  }
}

/** One filing and the people around it. */
export class FilingCase {
  readonly bureau: Bureau;
  readonly id: string;
  #evidence: Promise<string> | undefined;

  constructor(bureau: Bureau, id: string) {
    this.bureau = bureau;
    this.id = id;
  }

  get params() {
    return { params: { filing: this.id } };
  }

  async read(member = 'finance-office'): Promise<Filing> {
    return this.bureau.ask(member, 'readFiling', this.params);
  }

  async filler(): Promise<string> {
    const { kind, unit, department } = await this.read();
    return kind === 'overall' ? `${department}-filler` : `${unit}-filler`;
  }

  /** The reviewer whose desk it lies on, or would lie on. */
  async reviewer(): Promise<string> {
    const { stage, department } = await this.read();
    if (stage === 'dept-review') return `${department}-reviewer`;
    const { departments } = await this.bureau.ask('finance-office', 'readStanding', {
      params: { round: this.#round },
    });
    const section = departments.find((each) => each.department === department)?.section ?? '';
    return `${section.toLowerCase()}-reviewer`;
  }

  get #round(): string {
    return parseFilingId(this.id)?.round ?? '';
  }

  /** The form by which its filler may send these bytes. */
  async uploadForm(bytes: Uint8Array, name = '佐证材料.pdf'): Promise<UploadForm> {
    const filler = await this.filler();
    const form = await formFor((route, call) => this.bureau.ask(filler, route, call), this.id, bytes, name);
    if (form === undefined) throw new Error(`${this.id} keeps these bytes already`);
    return form;
  }

  /** Its filler uploads a file; answers with the file's id. */
  async isGiven(bytes: Uint8Array, name = '佐证材料.pdf'): Promise<string> {
    const filler = await this.filler();
    return attach((route, call) => this.bureau.ask(filler, route, call), this.id, bytes, name);
  }

  /** One file of its own, uploaded once: what a body under key monitoring must have (V32). */
  evidence(): Promise<string> {
    this.#evidence ??= this.isGiven(pdf(this.id));
    return this.#evidence;
  }

  /** 暂存, with a form that passes every check unless `bend` makes it otherwise. */
  async isFilled(bend: (content: WireContent) => WireContent = (content) => content): Promise<Receipt> {
    const filing = await this.read();
    const files = filing.keyMonitoring ? [{ file: await this.evidence() }] : [];
    return this.bureau.ask(await this.filler(), 'saveDraft', {
      ...this.params,
      body: bend({ ...filledFor(filing), ...(files.length > 0 && { files }) }),
      version: filing.version,
    });
  }

  /** 暂存 and 送审; answers once it lies on a desk. */
  async isFiled(bend?: (content: WireContent) => WireContent): Promise<Receipt> {
    const { version } = await this.isFilled(bend);
    const receipt = await this.bureau.ask(await this.filler(), 'submitFiling', {
      ...this.params,
      version,
      key: this.bureau.key(),
    });
    await this.rests();
    return receipt;
  }

  async isApproved(by?: string): Promise<Receipt> {
    const { version, digest } = await this.read();
    const receipt = await this.bureau.ask(by ?? (await this.reviewer()), 'approveFiling', {
      ...this.params,
      body: { digest: digest ?? '', opinion: '同意' },
      version,
      key: this.bureau.key(),
    });
    await this.rests();
    return receipt;
  }

  async isReturned(
    text = '请补充执行进度偏慢的原因',
    pins: readonly { readonly pointer: string; readonly text: string }[] = [],
    to: ReturnTo = 'filler',
  ): Promise<Receipt> {
    const { version } = await this.read();
    const receipt = await this.bureau.ask(await this.reviewer(), 'returnFiling', {
      ...this.params,
      body: { to, reason: 'thin-analysis', text, pins: [...pins] },
      version,
      key: this.bureau.key(),
    });
    await this.rests();
    return receipt;
  }

  /** 重新开放: the finance office begins a new version. */
  async isReopened(reason = '执行数汇总口径有误'): Promise<Receipt> {
    const { version } = await this.read();
    const body = { reason };
    return this.bureau.ask('finance-office', 'reopenFiling', { ...this.params, version, body });
  }

  /** Filed, and approved by whoever there is to approve. */
  async isArchived(bend?: (content: WireContent) => WireContent): Promise<void> {
    await this.isFiled(bend);
    while ((await this.stage()) !== 'archived') await this.isApproved();
  }

  /** 取消审核, and back on the department's desk. */
  async isUndone(by: string): Promise<Receipt> {
    const { version } = await this.read();
    const receipt = await this.bureau.ask(by, 'undoFiling', {
      ...this.params,
      version,
      key: this.bureau.key(),
    });
    await this.rests();
    return receipt;
  }

  async isWithdrawn(): Promise<Receipt> {
    const { version } = await this.read();
    return this.bureau.ask(await this.filler(), 'withdrawFiling', {
      ...this.params,
      version,
      key: this.bureau.key(),
    });
  }

  /** Its execution is ended as an operator would end it; waits until another one has taken the filing up. */
  async isAborted(): Promise<void> {
    const { awsUrl: endpoint, region, credentials, outputs } = this.bureau.runtime;
    const client = new SFNClient({ endpoint, region, credentials });
    const stateMachineArn = outputs['FilingReviewMachine'];
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    const running = executions.find(({ name }) => name?.startsWith(`${this.id}-`));
    await client.send(new StopExecutionCommand({ executionArn: running?.executionArn }));
    client.destroy();
    await this.bureau.until(async () => (await this.history()).facts.includes('token-renewed'));
  }

  /** 拟处置 by its department: to be put right within a time; answers the disposition's id. */
  async isProposed(): Promise<string> {
    return (await this.#propose()).disposition;
  }

  /** Proposed and ordered; answers its id once the department is to carry it out. */
  async isDisposed(): Promise<string> {
    const { disposition, version } = await this.#propose();
    const path = { params: { disposition } };
    await this.bureau.ask('finance-office', 'notifyDisposition', { ...path, version, body: {} });
    await this.bureau.until(
      async () => (await this.bureau.ask('finance-office', 'readDisposition', path)).state === 'executing',
    );
    return disposition;
  }

  async #propose() {
    const { version, department } = await this.read();
    const body = {
      filing: this.id,
      kind: 'rectify',
      cause: '验收资料不全',
      requirement: '限期补齐资料',
    } as const;
    return this.bureau.ask(`${department}-reviewer`, 'proposeDisposition', { body, version });
  }

  async stage(): Promise<Stage> {
    return (await this.read()).stage;
  }

  /** Waits until the machine has carried it to a desk or into the archive. */
  async rests(): Promise<void> {
    await this.bureau.until(async () => !['in-transit', 'approved'].includes(await this.stage()));
  }

  /** The facts of its chain by name, and whether the chain is whole. */
  async history(): Promise<{ readonly facts: readonly string[]; readonly intact: boolean }> {
    const { events, intact } = await this.bureau.ask('finance-office', 'readEvents', this.params);
    return { facts: events.map((event) => event.type), intact };
  }
}

/** A time of day in Shanghai as ISO text. */
function instantOf(day: string, time = '09:00:00'): string {
  return `${day}T${time}+08:00`;
}
