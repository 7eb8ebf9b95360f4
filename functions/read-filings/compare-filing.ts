/**
 * 对比: a filing beside what the last round had approved, beside its targets, or beside an earlier submission of its own. After a
 * return the reviewer's pins say which cells are fixed, not fixed, or also changed.
 */
import type { AnswerOf } from '../../shared/contract/api.ts';
import { cellsOf } from '../../shared/contract/cell.ts';
import { formatFilingId } from '../../shared/contract/field.ts';
import {
  type Difference,
  differencesOf,
  type MarkedDifference,
  markedDifferences,
} from '../../shared/domain/comparison.ts';
import type { Content } from '../../shared/domain/content.ts';
import type { FilingHead, Pin } from '../../shared/domain/filing.ts';
import { type FormCell, formCells } from '../../shared/domain/form.ts';
import { formatDecimal, formatWan, parseDecimal, parseWan } from '../../shared/domain/money.ts';
import { refusal } from '../../shared/domain/refusal.ts';
import { accept, deny, type Result } from '../../shared/domain/result.ts';
import { targetLabel } from '../../shared/domain/subject.ts';
import type { UseCase } from '../../shared/edge/endpoint.ts';
import { visibleFiling } from '../../shared/edge/visible-filing.ts';
import type { FilingEntry, FilingGround, Ledger } from '../../shared/ports.ts';
import type { Ports } from './read-me.ts';

type Compared = {
  readonly against: string;
  readonly cells: readonly (Difference & Partial<MarkedDifference>)[];
};

export const compareFiling: UseCase<Ports, 'compareFiling'> = async (
  { ledger },
  { member, params, query },
) => {
  const found = await visibleFiling(ledger, member, params.filing);
  if (!found.ok) return found;
  const head = found.value;
  const [content, given] = await Promise.all([ledger.content(head), ledger.ground(head)]);
  if (content === undefined) return deny(refusal('nothing-to-compare', { what: '这份填报还没有内容' }));
  const compared = await compare(ledger, head, content, given, query);
  if (!compared.ok) return compared;
  const { against, cells } = compared.value;
  return accept({
    filing: formatFilingId(head),
    with: query.with,
    against,
    cells: inFormOrder(cells, given),
  });
};

function compare(
  ledger: Ledger,
  head: FilingHead,
  content: Content,
  given: FilingGround,
  query: { readonly with: 'last-round' | 'target' | 'attempt'; readonly attempt?: string | undefined },
): Promise<Result<Compared>> {
  switch (query.with) {
    case 'last-round':
      return withLastRound(ledger, head, content);
    case 'target':
      return Promise.resolve(accept(withTarget(content, given)));
    case 'attempt':
      return withAttempt(
        ledger,
        head,
        content,
        query.attempt === undefined ? undefined : Number(query.attempt),
      );
  }
}

async function withLastRound(ledger: Ledger, head: FilingHead, content: Content): Promise<Result<Compared>> {
  const last = await ledger.lastApproved(head);
  if (last === undefined) return deny(refusal('nothing-to-compare', { what: '本年度此前没有已审定的轮次' }));
  return accept({ against: last.round, cells: differencesOf(cellsOf(last.content), cellsOf(content)) });
}

/** What was promised beside what has been reached, row by row. */
function withTarget(content: Content, { target }: FilingGround): Compared {
  const cells = cellsOf(content);
  return {
    against: `第${target.version}版绩效目标`,
    cells: target.indicators.map((indicator) => {
      const pointer = `/rows/${indicator.code}/${indicator.operator === 'qualitative' ? 'status' : 'actual'}`;
      return { pointer, before: targetLabel(indicator), after: cells.get(pointer) ?? null };
    }),
  };
}

/** Without a number: the submission before the present content, which is the last one while it lies with its filler again. */
async function withAttempt(
  ledger: Ledger,
  head: FilingHead,
  content: Content,
  wanted: number | undefined,
): Promise<Result<Compared>> {
  const isHome = head.stage === 'draft' || head.stage === 'returned';
  const number = wanted ?? (isHome ? head.attempt : head.attempt - 1);
  const sent = submissionsOf((await ledger.events(head)).entries)[number - 1];
  if (sent === undefined) return deny(refusal('nothing-to-compare', { what: '没有这一次送审' }));
  const before = await ledger.contentAt(head, sent.contentSeq);
  return accept({
    against: `第${number}次送审`,
    cells: markedDifferences(cellsOf(before), cellsOf(content), sent.pins),
  });
}

interface Submission {
  /** The event that saved what was sent. */
  readonly contentSeq: number;
  /** The remarks with which it was returned; none where it was not. */
  readonly pins: readonly Pin[];
}

function submissionsOf(entries: readonly FilingEntry[]): readonly Submission[] {
  const found: Submission[] = [];
  let contentSeq = 0;
  for (const { seq, fact } of entries) {
    if (fact.type === 'saved') contentSeq = seq;
    if (fact.type === 'submitted') found.push({ contentSeq, pins: [] });
    const last = found.at(-1);
    if (fact.type === 'returned' && last)
      found[found.length - 1] = { ...last, pins: [...last.pins, ...fact.pins] };
  }
  return found;
}

/** Cells in the form's order under the form's names; what is a list of its own on the form comes last. */
function inFormOrder(
  cells: Compared['cells'],
  { round, subject, target }: FilingGround,
): AnswerOf<'compareFiling'>['cells'] {
  const form = formCells({ ...subject, indicators: target.indicators, cutoffMonth: round.cutoffMonth });
  const order = new Map(form.map((cell, index) => [cell.pointer, { cell, index }]));
  const place = (pointer: string) => order.get(pointer)?.index ?? form.length;
  return [...cells]
    .sort((a, b) => place(a.pointer) - place(b.pointer))
    .map(({ pointer, before, after, mark = null, pin = null }) => {
      const cell = order.get(pointer)?.cell;
      const { row, label } = cell ?? { row: '', label: pointer.startsWith('/files') ? '附件' : '说明' };
      return { pointer, row, label, before, after, difference: differenceOf(cell, before, after), mark, pin };
    });
}

/** After − before, of two amounts (万元) or two indicator values; exact. */
function differenceOf(
  cell: FormCell | undefined,
  before: string | null,
  after: string | null,
): string | null {
  if (cell === undefined || before === null || after === null) return null;
  if (cell.kind === 'amount') return subtract(parseWan(after), parseWan(before), formatWan);
  return cell.kind === 'decimal' ? subtract(parseDecimal(after), parseDecimal(before), formatDecimal) : null;
}

function subtract(
  after: bigint | undefined,
  before: bigint | undefined,
  format: (value: bigint) => string,
): string | null {
  return after === undefined || before === undefined ? null : format(after - before);
}
