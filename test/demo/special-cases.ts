/** The filings of the demo that are not as they should be, each with what the rules then ask for. */
import type { WireContent } from '../support/contents.ts';

type Bend = (content: WireContent) => WireContent;

/** A few thousand yuan spent by the middle of the year: a red budget, explained. */
const behind: Bend = (content) => ({
  ...content,
  money: Object.fromEntries(
    Object.entries(content.money).map(([row, each]) => [row, { ...each, executed: '2.00' }]),
  ),
  texts: {
    ...content.texts,
    slowReason: '招标推迟至8月',
    deviationAnalysis: '招标文件两次修改，开标推迟至7月底，上半年只支付了前期费用。',
    outlook: '8月签约后按进度付款，全年可以执行完毕。',
    measures: '倒排工期，按月调度支付。',
  },
});

/** A rate far above its target: blue, and the question whether the target was too low. */
const ahead: Bend = (content) => ({
  ...content,
  rows: {
    ...content.rows,
    '12-01': {
      ...content.rows['12-01'],
      actual: '114',
      excessText: '抽检批次增加，含上年结转任务，目标按程序申请调整',
    },
  },
});

/** A target that may not be reached: cause, words, and what will be done. */
const doubtful: Bend = (content) => ({
  ...content,
  rows: {
    ...content.rows,
    '11-01': {
      ...content.rows['11-01'],
      likelihood: 'possible',
      causes: ['staff', 'funding'],
      causeText: '两名技术人员借调，下半年经费晚到一个月',
      remark: '已调剂人员，三季度补足场次',
    },
  },
  texts: {
    ...content.texts,
    deviationAnalysis: '技术人员借调后，场次安排推后。',
    outlook: '预计年底完成45至48场。',
    measures: '从综合岗调剂两人，8月起每周加开一场。',
  },
});

export const specialCases: Readonly<Record<string, Bend>> = {
  '104P02': behind,
  '106P02': ahead,
  '109P01': doubtful,
};
