/**
 * What a member may do with a filing now, for whoever draws buttons: the same rules that decide on the command, asked beforehand, so that
 * nothing is offered that would be refused for who asks or where the filing stands.
 */
import { whyNot } from './authority.ts';
import type { Instant } from './calendar.ts';
import type { Member } from './directory.ts';
import { decideReopen } from './edition.ts';
import { decideExempt, decideInclude } from './exemption.ts';
import { type Act, acts, type FilingHead } from './filing.ts';
import {
  decideApprove,
  decideReturn,
  decideUndo,
  decideWithdraw,
  maySubmit,
  whyNotFilling,
  whyShut,
} from './filing-decisions.ts';
import type { RoundHead } from './round.ts';

export interface Circumstances {
  readonly round: RoundHead;
  /** Whose approval stands last. */
  readonly approver: string | null;
  readonly now: Instant;
}

export function offersOf(member: Member, head: FilingHead, circumstances: Circumstances): readonly Act[] {
  const names = Object.keys(acts) as Act[];
  return names.filter(
    (act) => whyNot(member, act, head) === null && isPossible(act, member.id, head, circumstances),
  );
}

const anyRemark = { to: 'filler', reason: 'other', text: '', pins: [] } as const;

function isPossible(
  act: Act,
  by: string,
  head: FilingHead,
  { round, approver, now }: Circumstances,
): boolean {
  switch (act) {
    case 'save':
      return whyNotFilling(head, 'save', by) === null && whyShut(head, round, 'save', now) === null;
    case 'submit':
      return maySubmit(head, by).ok && whyShut(head, round, 'submit', now) === null;
    case 'withdraw':
      return decideWithdraw(head, by).ok;
    case 'approve':
      return decideApprove(head, by, head.content?.digest ?? '', '').ok;
    case 'return':
      return decideReturn(head, by, anyRemark).ok;
    case 'undo':
      return decideUndo(head, by, approver).ok;
    case 'exempt':
      return decideExempt(head, round, '').ok;
    case 'include':
      return decideInclude(head, round, '').ok;
    case 'reopen':
      return decideReopen(head, '').ok;
  }
}
