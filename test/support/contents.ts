/** Filled forms for the tests: one that passes every check of its kind, to be bent where a test wants it wrong. */
import type * as z from 'zod/mini';
import type { filing } from '../../shared/contract/answer.ts';
import type { content } from '../../shared/contract/content.ts';

export type WireContent = z.input<typeof content>;
type WireFiling = z.input<typeof filing>;

const judgement = '本期按计划推进，各项工作正常开展，没有发现问题。';

type Row = Pick<WireFiling['indicators'][number], 'code' | 'operator' | 'target' | 'nature'>;
type Form = Pick<WireFiling, 'targetVersion' | 'initialBudget'> & { readonly indicators: readonly Row[] };

/** A complete and plausible content for a filing as it was read from the API: half spent, half done. */
export function filledFor(filing: Form): WireContent {
  const money = Object.entries(filing.initialBudget).map(([row, initial]) => {
    const half = (Number(initial) / 2).toFixed(2);
    return [row, { initial, adjustment: '0', executed: half, forecast: initial }];
  });
  const rows = filing.indicators.map((indicator) => [
    indicator.code,
    indicator.operator === 'qualitative'
      ? {
          status: 'achieved',
          statusText: '已达到预期效果',
          forecastStatus: 'achieved',
          likelihood: 'certain',
        }
      : { actual: actualFor(indicator), forecast: indicator.target ?? '0', likelihood: 'certain' },
  ]);
  return {
    targetVersion: filing.targetVersion,
    money: Object.fromEntries(money),
    rows: Object.fromEntries(rows),
    texts: {
      goalReview: judgement,
      budgetReview: judgement,
      implementationReview: judgement,
      fundReview: judgement,
    },
  };
}

function actualFor(indicator: Row): string {
  const target = Number(indicator.target);
  return String(indicator.nature === 'cumulative' ? target / 2 : target);
}
