/** A filing as a row of a list. Names of subjects come from the register, once per department. */
import type * as z from 'zod/mini';
import type { filingRow } from '../../shared/contract/answer.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import { headInForce } from '../../shared/domain/edition.ts';
import { daysOverdue } from '../../shared/domain/exemption.ts';
import { type FilingHead, stageNames } from '../../shared/domain/filing.ts';
import { fiscalYearOf } from '../../shared/domain/round.ts';
import type { Subject } from '../../shared/domain/subject.ts';
import type { Ledger } from '../../shared/ports.ts';

export type FilingRow = z.output<typeof filingRow>;

/** Lateness counts to the first submission, or to now while there is none. */
export function rowOf(head: FilingHead, subjectName: string, now: Instant): FilingRow {
  return {
    filing: formatFilingId(head),
    round: head.round,
    department: head.department,
    unit: head.unit,
    subject: head.subject,
    subjectName,
    kind: head.kind,
    stage: head.stage,
    stageName: stageNames[head.stage],
    stageAt: head.stageAt,
    dueAt: head.dueAt,
    extended: head.extended,
    deskDueAt: head.deskDueAt,
    firstSentAt: head.firstSentAt,
    daysLate: daysOverdue(head, now),
    lights: headInForce(head).evaluated?.lights ?? null,
    edition: head.reopenings + 1,
    reopened: head.inForce !== null,
    version: head.version,
  };
}

/** Rows in the order given. */
export async function rowsOf(
  ledger: Ledger,
  heads: readonly FilingHead[],
  now: Instant,
): Promise<readonly FilingRow[]> {
  const nameOf = subjectNames(ledger);
  return Promise.all(heads.map(async (head) => rowOf(head, await nameOf(head), now)));
}

/** How subjects are called, with one look into the register for each department and year that is asked for. */
export function subjectNames(ledger: Ledger): (head: FilingHead) => Promise<string> {
  const registers = new Map<string, Promise<readonly Subject[]>>();
  return async (head) => {
    const year = fiscalYearOf(head.round);
    const name = `${year}#${head.department}`;
    const subjects = registers.get(name) ?? ledger.subjects(head.region, year, head.department);
    registers.set(name, subjects);
    return (await subjects).find((each) => each.code === head.subject)?.name ?? head.subject;
  };
}
