/** Filled forms for the tests: one that passes every check of its kind, to be bent where a test wants it wrong. */
import type * as z from 'zod/mini';
import type { filing } from '../../shared/contract/answer.ts';
import type { content } from '../../shared/contract/content.ts';

export type WireContent = z.input<typeof content>;
type WireFiling = z.input<typeof filing>;

type Row = Pick<WireFiling['indicators'][number], 'code' | 'operator' | 'target' | 'nature'>;
type Form = Pick<WireFiling, 'targetVersion' | 'initialBudget'> & {
  readonly indicators: readonly Row[];
  readonly subjectName?: string;
  readonly cutoffMonth?: number;
  readonly keyMonitoring?: boolean;
  readonly imported?: WireFiling['imported'];
};

/** A complete and plausible content for a filing as it was read from the API: spent and done by just what the months passed ask for. */
export function filledFor(filing: Form): WireContent {
  const { subjectName = '本项目', cutoffMonth = 6 } = filing;
  const [goal, budget, implementation, funds] = judgements[cutoffMonth] ?? [];
  const money = Object.entries(filing.initialBudget).map(([row, initial]) => {
    const executed = ((Number(initial) * cutoffMonth) / 12).toFixed(2);
    // What the bureau has imported is laid over by the server.
    if (filing.imported?.rows[row]) return [row, { forecast: initial }];
    return [row, { initial, adjustment: '0', executed, forecast: initial }];
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
      : {
          actual: actualFor(indicator, cutoffMonth),
          forecast: indicator.target ?? '0',
          likelihood: 'certain',
        },
  ]);
  return {
    targetVersion: filing.targetVersion,
    money: Object.fromEntries(money),
    rows: Object.fromEntries(rows),
    texts: {
      goalReview: `${subjectName}：${goal}。`,
      budgetReview: `${subjectName}：${budget}。`,
      implementationReview: `${subjectName}：${implementation}。`,
      fundReview: `${subjectName}：${funds}。`,
    },
    ...(filing.keyMonitoring && { keyBlock }),
  };
}

/** By cut-off month and in the form's order; each in its own words, since a text pasted from an earlier round is noticed (V27). */
const judgements: Readonly<Record<number, readonly string[]>> = {
  6: ['目标任务完成过半', '支出进度达到序时要求', '分工落实、按月调度', '专账核算、手续齐全'],
  9: ['前三季度各指标均按节点推进', '资金拨付与工程量相匹配', '例会督办，问题当月销号', '未发现挤占挪用'],
  10: ['十月底指标值已核对入账', '剩余款项排定支付计划', '责任人逐项跟踪到位', '票据齐备，日清月结'],
  11: ['全年目标基本锁定', '预计年底全部支付完毕', '验收准备同步进行', '审计意见均已整改'],
};

const keyBlock = {
  procurement: '已按规定公开招标',
  acceptance: '不涉及',
  disclosure: '已在门户网站公示',
  assets: '不涉及',
  accounting: '已按规定核算',
};

function actualFor(indicator: Row, cutoffMonth: number): string {
  const target = Number(indicator.target);
  return String(indicator.nature === 'cumulative' ? (target * cutoffMonth) / 12 : target);
}
