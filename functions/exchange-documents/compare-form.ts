/** A filled workbook against the present draft: what would change, what is to be mended, and the content to save. Nothing is written. */
import { compareForm as compareTable } from '../../shared/document/form-comparison.ts';
import { formSheet } from '../../shared/document/form-layout.ts';
import { whyForeign } from '../../shared/document/form-stamp.ts';
import { whyNot } from '../../shared/domain/authority.ts';
import type { Instant } from '../../shared/domain/calendar.ts';
import type { Member } from '../../shared/domain/directory.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { decideSave } from '../../shared/domain/filing-decisions.ts';
import { type Refusal, refusal } from '../../shared/domain/refusal.ts';
import { accept, deny } from '../../shared/domain/result.ts';
import { acceptsFilings, notInState, type RoundHead } from '../../shared/domain/round.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import { readTables } from '../../shared/sheet/workbook-reader.ts';
import type { Ports } from './ports.ts';
import { digest, presentForm } from './present-form.ts';

export const compareForm: UseCase<Ports, 'compareForm'> = async (
  { ledger },
  { member, params, body, now },
) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const notHis = whyNot(member, 'save', head);
  if (notHis !== null) return deny(notHis);
  const { ground, saved, offered, cells, sealable } = await presentForm(ledger, head);
  const unsaveable = whyUnsaveable(member, head, ground.round, now);
  if (unsaveable !== null) return deny(unsaveable);
  const read = await readTables(body);
  if (!read.ok) return deny(refusal('file-refused', { reason: read.problem.detail }));
  const foreign = whyForeign(read.tables, sealable, cells, digest);
  if (foreign !== null) return deny(refusal('file-refused', { reason: foreign }));
  const table = read.tables.find(({ name }) => name === formSheet);
  if (table === undefined) throw new Error('a form that is known has its sheet');
  const { changes, issues, content } = compareTable(table, cells, saved, offered);
  return accept({ changes: [...changes], issues: [...issues], content });
};

/** What saving would answer: it is better said before somebody looks through the changes. */
function whyUnsaveable(member: Member, head: FilingHead, round: RoundHead, now: Instant): Refusal | null {
  if (head.attempt === 0 && !acceptsFilings(round, now)) return notInState(round);
  const decided = decideSave(head, member.id, { targetVersion: 1, money: {}, rows: {}, texts: {} }, '');
  return decided.ok ? null : decided.refusal;
}
