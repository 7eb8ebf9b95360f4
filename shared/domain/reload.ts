/** An open draft on targets that have been adjusted since (3.1.1): what it would look like on those in force. It is offered, never done. */
import type { Content, IndicatorRow } from './content.ts';
import type { Indicator, TargetVersion } from './subject.ts';

/** Rows whose target changed lose their actuals and nothing else; rows that are no longer approved go. */
export function reloadTargets(content: Content, from: TargetVersion, to: TargetVersion): Content {
  const before = new Map(from.indicators.map((indicator) => [indicator.code, indicator]));
  const rows = to.indicators.flatMap((indicator) => {
    const row = content.rows[indicator.code];
    if (row === undefined) return [];
    const kept = isSameTarget(before.get(indicator.code), indicator) ? row : withoutActual(row);
    return [[indicator.code, kept] as const];
  });
  const codes = new Set(to.indicators.map((indicator) => indicator.code));
  const isGone = (cell: string) => {
    const [, part, code = ''] = cell.split('/');
    return part === 'rows' && !codes.has(code);
  };
  return {
    ...content,
    targetVersion: to.version,
    rows: Object.fromEntries(rows),
    ...(content.explanations && { explanations: content.explanations.filter(({ cell }) => !isGone(cell)) }),
  };
}

function isSameTarget(before: Indicator | undefined, now: Indicator): boolean {
  return (
    before !== undefined &&
    before.operator === now.operator &&
    before.target === now.target &&
    before.targetText === now.targetText &&
    before.unit === now.unit &&
    before.nature === now.nature
  );
}

function withoutActual(row: IndicatorRow): IndicatorRow {
  const { actual: _, status: __, statusText: ___, notYet: ____, ...rest } = row;
  return rest;
}
