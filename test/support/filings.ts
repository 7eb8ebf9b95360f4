/** A filing on its way, led there by its own facts: for tests of the rules, without ledger and machine. */
import { endOfDay } from '../../shared/domain/calendar.ts';
import type { Content } from '../../shared/domain/content.ts';
import { decideReopen } from '../../shared/domain/edition.ts';
import { type FilingFact, type FilingHead, newFiling, type ReviewStage } from '../../shared/domain/filing.ts';
import {
  decideApprove,
  decideArchive,
  decideArrive,
  decideReturn,
  decideSave,
  decideSubmit,
  decideUndo,
  decideWithdraw,
} from '../../shared/domain/filing-decisions.ts';
import { evolve } from '../../shared/domain/filing-evolution.ts';
import type { Result } from '../../shared/domain/result.ts';
import { anyEvaluation } from './evaluations.ts';

export const filingRef = { region: '360733', round: '2022-H1', department: '101', subject: '101P01' };
export const dueAt = endOfDay('2022-07-10');
export const emptyContent: Content = { targetVersion: 1, money: {}, rows: {}, texts: {} };
export const evaluation = anyEvaluation();
/** What a reviewer gives with a return. */
export const remark = { to: 'filler', reason: 'other', text: '请补充依据', pins: [] } as const;

/** Applies a fact as the next event; every event is hashed to its own number. */
export function apply(head: FilingHead, fact: FilingFact, by: string | null = null, at = 0): FilingHead {
  return evolve(head, { seq: head.seq + 1, hash: `h${head.seq + 1}`, at, by, fact });
}

/** What a member decided, applied; a refusal fails the test with its sentence. */
export function did(head: FilingHead, decided: Result<FilingFact>, by: string, at = 0): FilingHead {
  if (!decided.ok) throw new Error(decided.refusal.detail);
  return apply(head, decided.value, by, at);
}

/** `accepted`, or the code of the refusal. */
export function outcome(decided: Result<unknown>): string {
  return decided.ok ? 'accepted' : decided.refusal.code;
}

export function fresh(kind: FilingHead['kind'] = 'project'): FilingHead {
  const given = { kind, unit: '101001', section: 'S01', adjusted: 0n, dueAt };
  return apply(newFiling(filingRef, { ...given, at: 0 }), { type: 'issued', ...given });
}

export function saved(head: FilingHead = fresh(), by = 'filler'): FilingHead {
  return did(head, decideSave(head, by, emptyContent, 'd'), by);
}

export function sent(head: FilingHead = saved(), at = 0, by = 'filler'): FilingHead {
  return did(head, decideSubmit(head, by, at, evaluation), by, at);
}

/** On the desk of a stage, where the machine may bring it there. */
export function arrived(head: FilingHead, at: ReviewStage): FilingHead {
  const fact = decideArrive(head, { attempt: head.attempt, at, deskDueAt: dueAt });
  return fact === null ? head : apply(head, fact);
}

export function approved(head: FilingHead, by: string): FilingHead {
  return did(head, decideApprove(head, by, 'd', ''), by);
}

export function returned(head: FilingHead, by: string, at = 0): FilingHead {
  return did(head, decideReturn(head, by, remark), by, at);
}

/** From the section back to the department. */
export function sentBack(head: FilingHead, by = 'section', at = 0): FilingHead {
  return did(head, decideReturn(head, by, { ...remark, to: 'department' }), by, at);
}

export function reopened(head: FilingHead = onTheWay.inArchive(), at = 0): FilingHead {
  return did(head, decideReopen(head, '汇总口径有误'), 'office', at);
}

export function withdrawn(head: FilingHead, at = 0): FilingHead {
  return did(head, decideWithdraw(head, 'filler'), 'filler', at);
}

/** The department takes its approval back. */
export function undone(head: FilingHead, by = 'dept', at = 0): FilingHead {
  return did(head, decideUndo(head, by, by), by, at);
}

export function archived(head: FilingHead): FilingHead {
  const fact = decideArchive(head);
  if (fact === null) throw new Error(`nothing to archive at ${head.stage}`);
  return apply(head, fact);
}

/** Where a project filing may be found, by the way it took. */
export const onTheWay = {
  atDepartment: () => arrived(sent(), 'dept-review'),
  pastDepartment: () => approved(onTheWay.atDepartment(), 'dept'),
  atSection: () => arrived(onTheWay.pastDepartment(), 'section-review'),
  passed: () => approved(onTheWay.atSection(), 'section'),
  inArchive: () => archived(onTheWay.passed()),
};
