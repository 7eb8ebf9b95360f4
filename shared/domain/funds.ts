/**
 * Budget and payments that the bureau has imported for a round's months. They are laid over what a filler enters, so that a filing
 * never says anything else than the bureau's own books; cells that the bureau has not given stay the filler's.
 */
import { adjustKindNames, type Content, type MoneyRow } from './content.ts';
import type { Ground } from './ground.ts';
import { formatWan } from './money.ts';
import type { Issue } from './refusal.ts';
import { type ImportedFunds, type ImportedRow, moneyRows } from './subject.ts';

/** The cells that can be imported, in the form's order. */
const cellNames = {
  initial: '年初预算数',
  adjustment: '年度预算调整',
  adjustKind: '调整类型',
  adjustReason: '调整原因',
  executed: '累计执行数',
} as const satisfies Record<keyof ImportedRow, string>;
type ImportedCell = keyof typeof cellNames;
const cells: readonly ImportedCell[] = ['initial', 'adjustment', 'adjustKind', 'adjustReason', 'executed'];

/** Whether the bureau's figures count in this round and are there. */
export function isImported<G extends Pick<Ground, 'fundsEntry' | 'imported'>>(
  ground: G,
): ground is G & { readonly imported: ImportedFunds } {
  return ground.fundsEntry !== 'hand' && ground.imported !== null;
}

/** The content with the bureau's figures in their cells. */
export function layFunds(content: Content, { rows }: ImportedFunds): Content {
  const money = Object.entries(rows).map(([key, row]) => [
    key,
    { ...content.money[key], ...givenCells(row) },
  ]);
  return { ...content, money: { ...content.money, ...Object.fromEntries(money) } };
}

function givenCells(row: ImportedRow): ImportedRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => isGiven(value)));
}

/** Nought is a figure, an empty text is none. */
function isGiven(value: bigint | string | undefined): value is bigint | string {
  return value !== undefined && value !== '';
}

/** An imported cell that the content says otherwise, or not at all. */
export interface Disagreement {
  readonly pointer: string;
  /** Row and cell as the clerk reads them. */
  readonly name: string;
  /** With the unit; null where the content says nothing. */
  readonly entered: string | null;
  readonly imported: string;
}

export function disagreements({ money }: Content, { rows }: ImportedFunds): readonly Disagreement[] {
  return Object.entries(rows).flatMap(([key, row]) =>
    cells.flatMap((cell) => disagreement(key, cell, money[key]?.[cell], row[cell])),
  );
}

function disagreement(
  key: string,
  cell: ImportedCell,
  entered: MoneyRow[ImportedCell],
  imported: ImportedRow[ImportedCell],
): readonly Disagreement[] {
  if (!isGiven(imported) || entered === imported) return [];
  return [
    {
      pointer: `/money/${key}/${cell}`,
      name: `${rowName(key)}的${cellNames[cell]}`,
      entered: isGiven(entered) ? said(cell, entered) : null,
      imported: said(cell, imported),
    },
  ];
}

/** Cells that were sent for an imported row and that differ from the bureau's; what was left out is laid in. */
export function fundsIssues(entered: Content, imported: ImportedFunds): readonly Issue[] {
  return disagreements(entered, imported).flatMap((cell) => {
    if (cell.entered === null) return [];
    const message = `${cell.name}由财政于${imported.importedOn}导入，为${cell.imported}，不能填${cell.entered}；确有出入的，请联系绩效股核对后重新导入。`;
    return [{ pointer: cell.pointer, rule: 'form', message }];
  });
}

function said(cell: ImportedCell, value: bigint | string): string {
  if (typeof value === 'bigint') return `${formatWan(value)}万元`;
  return cell === 'adjustKind' ? `“${kindNames[value] ?? value}”` : `“${value}”`;
}

const kindNames: Readonly<Record<string, string>> = adjustKindNames;

/** A key names the same row in every kind of subject that has it. */
function rowName(key: string): string {
  const names = Object.values(moneyRows).map((rows) => rows[key]);
  return names.find((name) => name !== undefined) ?? key;
}
