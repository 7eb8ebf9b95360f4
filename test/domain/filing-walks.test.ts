/** The filing's facts as a model: whatever people and machine do in whatever order, no illegal path is walked (domain, states and actions). */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '../../shared/domain/calendar.ts';
import type { Role } from '../../shared/domain/directory.ts';
import { decideReopen, headInForce } from '../../shared/domain/edition.ts';
import { decideExempt, decideInclude } from '../../shared/domain/exemption.ts';
import type { FilingFact, FilingHead, Stage } from '../../shared/domain/filing.ts';
import {
  decideApprove,
  decideArchive,
  decideArrive,
  decideRecover,
  decideReturn,
  decideSave,
  decideSubmit,
  decideUndo,
  decideWithdraw,
} from '../../shared/domain/filing-decisions.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import { tallyChange } from '../../shared/domain/standing.ts';
import { type TodoTab, tabsOf } from '../../shared/domain/todo.ts';
import { apply, dueAt, emptyContent, evaluation, fresh, remark } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const openRound: RoundHead = { ...halfYear, state: 'open' };

/** What is decided on a head, by whom (null: the machine) and when. */
type Command = (
  head: FilingHead,
) => readonly [decided: Result<FilingFact> | FilingFact | null, by: string | null, at: number];

const legal: Readonly<Record<Stage, readonly Stage[]>> = {
  'not-started': ['draft', 'exempt'],
  draft: ['in-transit', 'exempt'],
  returned: ['in-transit'],
  'in-transit': ['dept-review', 'section-review'],
  'dept-review': ['in-transit', 'returned', 'draft'],
  'section-review': ['in-transit', 'approved', 'returned', 'draft'],
  approved: ['archived'],
  archived: ['draft'],
  exempt: ['not-started', 'draft'],
};

function commands(): fc.Arbitrary<Command> {
  const person = fc.constantFrom('filler', 'dept', 'section', 'other');
  const instant = fc.constantFrom(dueAt - 1, dueAt);
  const by = (decide: (head: FilingHead, by: string, at: number) => Result<FilingFact>) =>
    fc.tuple(person, instant).map(
      ([who, at]): Command =>
        (head) => [decide(head, who, at), who, at],
    );
  const machine = (decide: (head: FilingHead) => FilingFact | null) =>
    fc.constant<Command>((head) => [decide(head), null, dueAt]);
  const gate = (at: 'dept-review' | 'section-review') =>
    machine((head) => decideArrive(head, { attempt: head.attempt, at, deskDueAt: dueAt }));
  return fc.oneof(
    by((head, who) => decideSave(head, who, emptyContent, 'd')),
    by((head, who, at) => decideSubmit(head, who, at, evaluation)),
    by((head, who) => decideWithdraw(head, who)),
    by((head, who) => decideApprove(head, who, 'd', '')),
    by((head, who) => decideReturn(head, who, remark)),
    by((head, who) => decideReturn(head, who, { ...remark, to: 'department' })),
    by((head) => decideReopen(head, '汇总口径有误')),
    by((head, who) => decideUndo(head, who, 'dept')),
    by((head) => decideExempt(head, openRound, '项目已并入其他项目')),
    by((head) => decideInclude(head, openRound, '项目恢复实施')),
    gate('dept-review'),
    gate('section-review'),
    machine(decideArchive),
    machine(({ dueAt: due }) => ({ type: 'extended', extension: 'x', dueAt: due + 1 })),
    machine((head) => decideRecover(head, { attempt: head.attempt, recovery: head.recovery }, 'FAILED')),
  );
}

/** Every head that the commands lead through; what is refused leads nowhere. */
function walk(steps: readonly Command[]): readonly FilingHead[] {
  const path = [fresh()];
  for (const decide of steps) {
    const head = path.at(-1) ?? fresh();
    const [decided, by, at] = decide(head);
    const fact = decided !== null && 'ok' in decided ? (decided.ok ? decided.value : null) : decided;
    if (fact !== null) path.push(apply(head, fact, by, at));
  }
  return path;
}

function walks(check: (path: readonly FilingHead[]) => void) {
  return fc.assert(
    fc.property(fc.array(commands(), { maxLength: 60 }), (steps) => check(walk(steps))),
    { numRuns: 1000 },
  );
}

test('random commands walk only legal steps, numbered without a gap', () =>
  walks((path) => {
    for (const [index, head] of path.entries()) {
      expect(head.seq).toBe(index + 1);
      const before = path[index - 1]?.stage ?? head.stage;
      expect(before === head.stage || legal[before].includes(head.stage)).toBe(true);
    }
  }));

const unsentOf = ({ dueAt: due }: Pick<FilingHead, 'dueAt'>) => `unsent/${dayOf(due - 1)}`;

/** What one filing counts for, wherever it has come from. */
function countedOf(head: FilingHead) {
  const { errand, firstSentAt, dueAt: due, extended, inForce } = head;
  const { stage, evaluated } = headInForce(head);
  const counters = [
    ['reopened', inForce !== null],
    [stage, true],
    ['errands', errand !== null],
    ['late', firstSentAt !== null && firstSentAt >= due],
    ['extended', extended],
    ['yellow', evaluated !== null],
    [unsentOf({ dueAt: due }), stage === 'not-started' || stage === 'draft'],
  ] as const;
  return Object.fromEntries(counters.flatMap(([name, counts]) => (counts ? [[name, 1]] : [])));
}

test('random commands keep the counters true at every step', () =>
  walks((path) => {
    const counts: Record<string, number> = { 'not-started': 1, [unsentOf({ dueAt })]: 1 };
    for (const [index, head] of path.slice(1).entries()) {
      for (const [name, step] of Object.entries(tallyChange(path[index] ?? null, head).counts)) {
        counts[name] = (counts[name] ?? 0) + (step ?? 0);
      }
      const moved = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
      expect(moved).toEqual(countedOf(head));
    }
  }));

test('random commands let nobody act at two levels', () =>
  walks((path) => {
    const hands = path.at(-1)?.hands ?? [];
    expect(new Set(hands.map(([, member]) => member)).size).toBe(hands.length);
  }));

/** Those of the tabs in which a member finds it. */
function among(tabs: readonly TodoTab[], head: FilingHead, id: string, role: Role, at: string) {
  const found = tabsOf(head, { id, region: head.region, name: id, posts: [{ role, at }] });
  return tabs.filter((tab) => found.has(tab));
}

test('for its fillers a filing stands in exactly one of 待送审, 已送审 and 被退回, unless it is exempt', () =>
  walks((path) => {
    for (const head of path)
      for (const id of ['filler', 'other'])
        expect(among(['to-send', 'sent', 'returned'], head, id, 'unit-filler', '101001')).toHaveLength(
          head.stage === 'exempt' ? 0 : 1,
        );
  }));

test('for a reviewer it stands in at most one of 待审核, 已审核 and 被退回; what he has acted on he finds somewhere', () =>
  walks((path) => {
    for (const head of path)
      for (const [id, role, at, level] of [
        ['dept', 'dept-reviewer', '101', 'dept-review'],
        ['other', 'dept-reviewer', '101', 'dept-review'],
        ['section', 'section-reviewer', 'S01', 'section-review'],
      ] as const) {
        const found = among(['to-review', 'reviewed', 'returned'], head, id, role, at);
        expect(found.length).toBeLessThanOrEqual(1);
        expect(found.includes('to-review')).toBe(head.stage === level);
        const hasActed = head.hands.some(([, who]) => who === id);
        const isAway = head.stage !== level;
        expect(among(['acted'], head, id, role, at)).toEqual(hasActed && isAway ? ['acted'] : []);
      }
  }));
