/** What people and time do in the model test: each command runs against the API and against the model, and compares the two at once. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Reply } from '../../shared/contract/client.ts';
import { dayOf, endOfDay } from '../../shared/domain/calendar.ts';
import { acts } from '../../shared/domain/filing.ts';
import type { Bureau } from '../support/bureau.ts';
import { filledFor } from '../support/contents.ts';
import { type Person, peopleOf } from './county.ts';
import {
  daysLate,
  happen,
  isHis,
  type ModelAct,
  type ModelFiling,
  type ModelRound,
  modelActs,
  type RestingStage,
  reasonsAgainst,
  sees,
} from './filing-model.ts';

export interface Model {
  readonly round: ModelRound;
  readonly filings: readonly ModelFiling[];
  /** Closing ends the round for everybody, so only the last run in it may. */
  readonly mayClose: boolean;
  readonly visited: Set<string>;
}
export type Real = Bureau;
export type Command = fc.AsyncCommand<Model, Real>;

/** A cell of the matrix: what was tried where. */
export const cell = (stage: RestingStage, act: ModelAct) => `${stage} × ${act}`;

const remark = { reason: 'other', text: '请补充说明执行进度' } as const;
const why = { reason: '按会议纪要办理' };

export class Act implements Command {
  readonly act: ModelAct;
  readonly which: number;
  readonly who: number;
  /** By somebody whose post it is, or by anybody at all. */
  readonly rightly: boolean;
  readonly stale: boolean;

  constructor(act: ModelAct, which: number, who: number, rightly: boolean, stale: boolean) {
    [this.act, this.which, this.who, this.rightly, this.stale] = [act, which, who, rightly, stale];
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, bureau: Real): Promise<void> {
    const filing = chosen(model.filings, this.which);
    const person = this.#personFor(filing);
    // Only a project passes every stage, and only who might have done it shows what the stage has to say.
    if (filing.kind === 'project' && isHis(person, this.act, filing) && !this.stale)
      model.visited.add(cell(filing.stage, this.act));
    const before = { ...filing };
    const reply = await this.#send(model, bureau, person, filing);
    const against = this.#reasons(model, bureau, person, filing);
    if (against.length > 0) {
      expect(
        reply.ok ? 'accepted' : reply.problem.code,
        `${this} by ${person.id} at ${filing.stage}`,
      ).toSatisfy((code) => against.includes(String(code)));
    } else {
      if (!reply.ok)
        throw new Error(`${this} by ${person.id} at ${filing.stage}: ${JSON.stringify(reply.problem)}`);
      happen(filing, person, this.act, receivedAt(reply.body));
      const version = 'filing' in reply.body ? reply.body.version : filing.version;
      expect(version > before.version, 'a decision moves the version on').toBe(this.act !== 'extend');
      filing.version = version;
    }
    await compare(model, bureau, filing, person);
  }

  #personFor(filing: ModelFiling): Person {
    const people = peopleOf(filing.department);
    const right = people.filter((person) => isHis(person, this.act, filing));
    return chosen(this.rightly && right.length > 0 ? right : people, this.who);
  }

  #reasons({ round }: Model, bureau: Real, person: Person, filing: ModelFiling): readonly string[] {
    if (this.act !== 'extend' && !sees(person, filing)) return ['not-found'];
    if (this.act === 'extend' && !isHis(person, 'extend', filing)) return ['not-yours'];
    if (this.stale) return ['stale-version'];
    return reasonsAgainst(round, filing, person, this.act, bureau.runtime.clock.now());
  }

  async #send({ round }: Model, bureau: Real, person: Person, filing: ModelFiling) {
    const client = await bureau.as(person.id);
    const version = this.stale ? filing.version - 1 : filing.version;
    const call = { params: { filing: filing.id }, version };
    const office = { ...call, body: why };
    switch (this.act) {
      case 'save': {
        const body = filledFor(await bureau.ask('finance-office', 'readFiling', { params: call.params }));
        return client('saveDraft', { ...call, body });
      }
      case 'submit':
        return client('submitFiling', call);
      case 'withdraw':
        return client('withdrawFiling', call);
      case 'approve': {
        const { digest } = await bureau.ask('finance-office', 'readFiling', { params: call.params });
        return client('approveFiling', { ...call, body: { digest: digest ?? 'none' } });
      }
      case 'return':
        return client('returnFiling', { ...call, body: remark });
      case 'return-to-department':
        return client('returnFiling', { ...call, body: { ...remark, to: 'department' } });
      case 'undo':
        return client('undoFiling', call);
      case 'exempt':
        return client('exemptFiling', office);
      case 'include':
        return client('includeFiling', office);
      case 'reopen':
        return client('reopenFiling', office);
      case 'extend':
        return this.#extend(bureau, round, person, filing);
    }
  }

  /** Asked for by the department, granted by the finance office at once: from then on the later day counts. */
  async #extend(bureau: Real, { key }: ModelRound, person: Person, filing: ModelFiling) {
    const params = { round: key };
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    const dueOn = dayOf(filing.dueAt + 86_400_000);
    const client = await bureau.as(person.id);
    const subject = filing.id.split('-').at(-1) ?? '';
    const asked = await client('askExtension', {
      params,
      version: this.stale ? version - 1 : version,
      body: { subject, dueOn, reason: '负责人外出，资料未齐' },
    });
    if (!asked.ok) return asked;
    const { extension, version: own } = asked.body;
    await bureau.ask('finance-office', 'grantExtension', {
      params: { ...params, extension },
      version: own,
      body: {},
    });
    filing.dueAt = endOfDay(dueOn);
    return asked;
  }

  toString(): string {
    return `${this.act}(${['project', 'overall'][this.which % 2]}, ${this.rightly ? 'right' : 'any'} ${this.who}${this.stale ? ', stale' : ''})`;
  }
}

/** Time goes on: to days on which things are due, and past them. */
export class Pass implements Command {
  readonly hours: number;
  constructor(hours: number) {
    this.hours = hours;
  }
  check(): boolean {
    return true;
  }
  async run(model: Model, bureau: Real): Promise<void> {
    await bureau.passes(this.hours * 3_600_000);
    for (const filing of model.filings)
      await compare(model, bureau, filing, chosen(peopleOf(filing.department), 0));
  }
  toString(): string {
    return `pass(${this.hours} h)`;
  }
}

export class Close implements Command {
  check({ mayClose, round }: Model): boolean {
    return mayClose && round.open;
  }
  async run({ round }: Model, bureau: Real): Promise<void> {
    const params = { round: round.key };
    const { version } = await bureau.ask('finance-office', 'readRound', { params });
    await bureau.ask('finance-office', 'closeRound', { params, version, body: { reason: '年度任务已结束' } });
    round.open = false;
  }
  toString(): string {
    return 'close';
  }
}

/** What the API says of a filing, against the model: where it stands, how late it is, and what it offers to a person who sees it. */
async function compare(model: Model, bureau: Real, filing: ModelFiling, person: Person): Promise<void> {
  await bureau.filing(filing.id).rests();
  const reader = sees(person, filing) ? person.id : 'finance-office';
  const found = await bureau.ask(reader, 'readFiling', { params: { filing: filing.id } });
  const now = bureau.runtime.clock.now();
  expect({
    stage: found.stage,
    version: found.version,
    attempt: found.attempt,
    edition: found.edition,
    reopened: found.reopened,
    extended: found.extended,
    dueAt: Date.parse(found.dueAt),
    firstSentAt: found.firstSentAt === null ? null : Date.parse(found.firstSentAt),
    daysLate: found.daysLate,
  }).toEqual({
    stage: filing.stage,
    version: filing.version,
    attempt: filing.attempt,
    edition: filing.edition,
    reopened: filing.reopened,
    extended: filing.extended,
    dueAt: filing.dueAt,
    firstSentAt: filing.firstSentAt,
    daysLate: daysLate(filing, now),
  });
  const asking = peopleOf(filing.department).find(({ id }) => id === reader) ?? person;
  const possible = (act: ModelAct) => reasonsAgainst(model.round, filing, asking, act, now).length === 0;
  expect(found.acts, `offered to ${reader} at ${filing.stage}`).toEqual(
    Object.keys(acts).filter((act) => possible(act as ModelAct)),
  );
}

type Answered = Extract<Reply<'submitFiling'> | Reply<'askExtension'>, { ok: true }>['body'];

function receivedAt(body: Answered): number {
  return 'at' in body ? Date.parse(body.at) : 0;
}

function chosen<T>(from: readonly T[], index: number): T {
  const found = from[index % from.length];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}

/** Mostly what leads on, by whom it belongs to: else nothing would ever get past the first desk. */
export function anyCommand(): fc.Arbitrary<Command>[] {
  const ways: readonly ModelAct[] = [
    'save',
    'submit',
    'submit',
    'approve',
    'approve',
    'approve',
    ...modelActs,
  ];
  const act = fc
    .record({
      act: fc.constantFrom(...ways),
      which: fc.nat({ max: 1 }),
      who: fc.nat({ max: 9 }),
      wrongly: fc.nat({ max: 5 }),
      stale: fc.nat({ max: 11 }),
    })
    .map(({ act: name, which, who, wrongly, stale }) => new Act(name, which, who, wrongly > 0, stale === 0));
  return [
    act,
    act,
    act,
    act,
    fc.constantFrom(1, 8, 30).map((hours) => new Pass(hours)),
    fc.constant(new Close()),
  ];
}

/** The shortest way to a stage, for the cells that chance has not led to. */
export const wayTo: Readonly<Record<RestingStage, readonly ModelAct[]>> = {
  'not-started': [],
  draft: ['save'],
  returned: ['save', 'submit', 'return'],
  'dept-review': ['save', 'submit'],
  'section-review': ['save', 'submit', 'approve'],
  archived: ['save', 'submit', 'approve', 'approve'],
  exempt: ['exempt'],
};
