/**
 * The checks before 送审 (V01 to V35), run by the same code wherever a content is judged. What the form's schema holds (V07, V08, the
 * greatest lengths of V26) and what posts and keys hold (V30, V31) is not repeated here, and totals (V01, V02) are computed.
 */
import { percentText } from './cell-words.ts';
import { fileFindings } from './checks-files.ts';
import { moneyFindings } from './checks-money.ts';
import { rowFindings } from './checks-rows.ts';
import { textFindings } from './checks-texts.ts';
import type { Content } from './content.ts';
import type { Figures } from './figures.ts';
import { block, type Finding, inform } from './finding.ts';
import type { Ground } from './ground.ts';

/** Everything that the rules have to say, answered or not, in the form's order; messages that ask for nothing come last. */
export function checkContent(content: Content, figures: Figures, ground: Ground): readonly Finding[] {
  return [
    ...targetFindings(content, ground),
    ...moneyFindings(content, figures, ground),
    ...ground.target.indicators.flatMap((indicator) => rowFindings(indicator, content, figures, ground)),
    ...textFindings(content, figures, ground),
    ...fileFindings(content, ground),
    ...messages(content, figures),
  ];
}

/** The targets that were answered are those in force (V29). */
function targetFindings({ targetVersion }: Content, { target }: Ground): readonly Finding[] {
  if (targetVersion === target.version) return [];
  const message = `填报依据的是第${targetVersion}版绩效目标，现行为第${target.version}版，请重新载入目标后核对填写。`;
  return [block('/targetVersion', 'V29', message)];
}

/** What stands beside a cell: rates under their own names (V34), and what is no payment yet (V35). */
function messages({ money }: Content, { rate, useRate, arrivalRate }: Figures): readonly Finding[] {
  const unpaid = inform(
    '/money',
    'V35',
    '累计执行数只填实际支付数；已审批尚未支付（待支付）的金额不算执行，请勿计入。',
  );
  if (!Object.values(money).some(({ arrived }) => arrived !== undefined)) return [unpaid];
  const use = `使用率${percentText(useRate)}（累计执行数÷资金到位数）`;
  const arrival = `到位率${percentText(arrivalRate)}（资金到位数÷调整后预算数）`;
  const execution = `执行率${percentText(rate)}（累计执行数÷调整后预算数）`;
  return [inform('/money/arrived', 'V34', `${use}、${arrival}只作参考，不等于${execution}。`), unpaid];
}
