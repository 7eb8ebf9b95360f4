/** A disposition as it is answered, with what this member may do to it now. */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { formatDispositionId } from '../../shared/contract/disposition.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import {
  actsFor,
  type DispositionHead,
  dispositionStateNames,
  isOverdue,
} from '../../shared/domain/disposition.ts';
import { dispositionKindNames } from '../../shared/domain/execution-record.ts';

export type View = AnswerOf<'proposeDisposition'>;

export function viewOf(head: DispositionHead, member: Member, now: Instant): View {
  const { filing, unit, kind, indicator, cause, requirement, state, stateAt, dueOn, record, lifted } = head;
  return {
    disposition: formatDispositionId(head),
    filing: formatFilingId(filing),
    round: filing.round,
    department: filing.department,
    unit,
    subject: filing.subject,
    kind,
    kindName: dispositionKindNames[kind],
    indicator,
    cause,
    requirement,
    state,
    stateName: dispositionStateNames[state],
    stateAt,
    dueOn,
    overdue: isOverdue(head, now),
    record,
    lifted,
    version: head.version,
    acts: [...actsFor(member, head)],
  };
}
