/** The official 监控表 of a filing as a page to print, with who filled it in and who reviewed it. */
import { formatFilingId } from '../../shared/contract/field.ts';
import { htmlType } from '../../shared/contract/file.ts';
import { printForm } from '../../shared/document/printed-form.ts';
import { dayOf } from '../../shared/domain/calendar.ts';
import { bothNames } from '../../shared/domain/directory.ts';
import { acts, type FilingHead, type Stage } from '../../shared/domain/filing.ts';
import { accept } from '../../shared/domain/result.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { FilingEntry } from '../../shared/ports.ts';
import { answeredTarget } from './answered-target.ts';
import type { Ports } from './ports.ts';

export const printFiling: UseCase<Ports, 'printFiling'> = async ({ ledger }, { member, params }) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const [content, ground, department, unit, { entries }] = await Promise.all([
    ledger.content(head),
    ledger.ground(head),
    ledger.department(head.region, head.department),
    ledger.unit(head.region, head.unit),
    ledger.events(head),
  ]);
  const { goalText, indicators } = await answeredTarget(ledger, head, ground, content);
  const { round, subject } = ground;
  const html = printForm({
    filing: formatFilingId(head),
    digest: head.content?.digest ?? null,
    kind: subject.kind,
    fiscalYear: round.fiscalYear,
    cutoffMonth: round.cutoffMonth,
    subjectName: subject.name,
    department: { code: head.department, name: department?.name ?? '' },
    unitName: unit?.name ?? '',
    goalText,
    indicators,
    content: content ?? null,
    filledBy: entries.findLast(({ fact }) => fact.type === 'saved')?.by?.name ?? '',
    ...reviewOf(head, entries),
  });
  const name = `监控表-${head.subject}-${head.round}.html`;
  return accept({ name, type: htmlType, bytes: new TextEncoder().encode(html), cursor: null });
};

/** Of the present submission; what lies with its filler is none. */
function reviewOf({ stage }: FilingHead, entries: readonly FilingEntry[]) {
  const home: readonly Stage[] = acts.save.from;
  const sent = entries.findLastIndex(({ fact }) => fact.type === 'submitted');
  const entry = entries[sent];
  if (entry === undefined || home.includes(stage)) return { sentOn: null, reviewedBy: [] };
  const approvals = entries.slice(sent).filter(({ fact }) => fact.type === 'approved');
  return {
    sentOn: dayOf(entry.at),
    reviewedBy: approvals.map(({ by }) => (by === null ? '' : bothNames(by))),
  };
}
