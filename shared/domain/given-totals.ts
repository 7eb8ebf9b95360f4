/**
 * Sums that come from outside with a table of money (V01, V02): an imported total row and imported adjusted budgets are held against
 * what the other cells make. In a filing they are computed and cannot disagree.
 */
import { type Fen, formatWan } from './money.ts';
import type { Issue } from './refusal.ts';

const columns = {
  initial: '年初预算数',
  adjustment: '年度预算调整',
  adjusted: '调整后预算数',
  executed: '累计执行数',
} as const;
type Column = keyof typeof columns;

/** A row as it was given, in 分; an absent amount is nought in a source row and unsaid in a total one. */
export interface GivenRow extends Partial<Readonly<Record<Column, Fen | undefined>>> {
  /** As the clerk reads it. */
  readonly name: string;
}

/** Source rows by key, and the total row where one was given. */
export interface GivenTable {
  readonly rows: Readonly<Record<string, GivenRow>>;
  readonly total: GivenRow | null;
}

/** Pointers are `/rows/<key>/<column>` and `/total/<column>`. */
export function totalIssues({ rows, total }: GivenTable): readonly Issue[] {
  const adjusted = Object.entries(rows).flatMap(([key, row]) => adjustedIssues(`/rows/${key}`, row));
  return total === null ? adjusted : [...adjusted, ...sumIssues(Object.values(rows), total)];
}

/** adjusted = initial + adjustment (V02). */
function adjustedIssues(at: string, row: GivenRow): readonly Issue[] {
  const { name, initial = 0n, adjustment = 0n, adjusted } = row;
  if (adjusted === undefined || adjusted === initial + adjustment) return [];
  const sum = `年初预算数${formatWan(initial)}万元与年度预算调整${formatWan(adjustment)}万元之和${formatWan(initial + adjustment)}万元`;
  const message = `${name}的调整后预算数${formatWan(adjusted)}万元不等于${sum}，请核对。`;
  return [{ pointer: `${at}/adjusted`, rule: 'V02', message }];
}

/** The total row is the sum of the source rows, in each column that it gives (V01). */
function sumIssues(rows: readonly GivenRow[], total: GivenRow): readonly Issue[] {
  const given: readonly Column[] = ['initial', 'adjustment', 'adjusted', 'executed'];
  return given.flatMap((column) => {
    const amount = total[column];
    const sum = rows.reduce((sofar, row) => sofar + amountOf(row, column), 0n);
    if (amount === undefined || amount === sum) return [];
    const said = `${total.name}的${columns[column]}${formatWan(amount)}万元`;
    const message = `${said}不等于各资金行之和${formatWan(sum)}万元，请核对。`;
    return [{ pointer: `/total/${column}`, rule: 'V01', message }];
  });
}

function amountOf(row: GivenRow, column: Column): Fen {
  const computed = column === 'adjusted' ? (row.initial ?? 0n) + (row.adjustment ?? 0n) : 0n;
  return row[column] ?? computed;
}
