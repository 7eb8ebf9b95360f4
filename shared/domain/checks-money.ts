/**
 * The checks of the money table (V03 to V06, V09, V10, V28): each row, then the totals that are computed of them. An empty cell of a
 * row that has money is missing, a row that is left out altogether is nought.
 */
import { amountText, explainIn, percentText } from './cell-words.ts';
import { moneyHistory } from './checks-history.ts';
import { adjustedOf, type Content, type MoneyRow, type MoneyTotals, totalsOf } from './content.ts';
import type { Figures } from './figures.ts';
import { ask, block, type Finding } from './finding.ts';
import { periodLabel } from './form.ts';
import { disagreements, isImported } from './funds.ts';
import type { Ground } from './ground.ts';
import type { Fen } from './money.ts';
import { isAtLeast, truncatedPercent } from './ratio.ts';
import { type ImportedFunds, moneyRows } from './subject.ts';
import { isTelling } from './written.ts';

/** A row of the table, or its total, with what bounds are about; absent amounts are nought. */
interface Line {
  readonly at: string;
  readonly name: string;
  readonly initial: Fen;
  readonly adjusted: Fen;
  readonly arrived: Fen;
  readonly executed: Fen;
  readonly forecast: Fen;
  /** `1—6月累计执行数`. */
  readonly executedLabel: string;
  /** A text says why money came back, so that an amount may be below nought. */
  readonly isRefunded: boolean;
}

export function moneyFindings(content: Content, figures: Figures, ground: Ground): readonly Finding[] {
  if (ground.fundsEntry === 'import' && ground.imported === null) return [notImported(ground)];
  const totals = totalsOf(Object.values(content.money));
  const rows = Object.entries(moneyRows[ground.subject.kind]).flatMap(([key, name]) =>
    rowFindings(key, name, content, ground),
  );
  return [...bureauFindings(content, ground), ...rows, ...tableFindings(totals, content, figures, ground)];
}

/** Where the bureau's figures alone count, there is nothing to judge before they are there. */
function notImported({ cutoffMonth }: Ground): Finding {
  const message = `财政尚未导入${periodLabel(cutoffMonth)}预算执行数据，暂不能送审，请联系绩效股导入后重新暂存。`;
  return block('/money', 'V28', message);
}

/** What the bureau has imported for these months is what the filing says (V28). */
function bureauFindings(content: Content, ground: Ground): readonly Finding[] {
  if (!isImported(ground)) return [];
  const period = periodLabel(ground.cutoffMonth);
  const differing = disagreements(content, ground.imported).map(({ pointer, name, entered, imported }) => {
    const own = entered === null ? '没有填写' : `为${entered}`;
    const bureau = `财政${ground.imported.importedOn}导入的${period}数为${imported}`;
    return block(pointer, 'V28', `${name}${own}，${bureau}，请重新暂存，以财政数为准。`);
  });
  const beyond = ground.fundsEntry === 'import' ? beyondImport(content, ground.subject, ground.imported) : [];
  return [...differing, ...beyond];
}

const importedAmounts = {
  initial: '年初预算数',
  adjustment: '年度预算调整',
  executed: '累计执行数',
} as const;

/** Amounts that were entered where only the bureau may say any. */
function beyondImport(
  { money }: Content,
  { kind }: Ground['subject'],
  { rows }: ImportedFunds,
): readonly Finding[] {
  const amounts = ['initial', 'adjustment', 'executed'] as const;
  return Object.entries(moneyRows[kind]).flatMap(([key, name]) =>
    amounts.flatMap((cell) => {
      const entered = money[key]?.[cell] ?? 0n;
      if (entered === 0n || rows[key]?.[cell] !== undefined) return [];
      const said = `${name}的${importedAmounts[cell]}填了${amountText(entered)}`;
      const message = `${said}，而本轮只采用财政导入数、财政没有导入此项，请清空后重新暂存。`;
      return [block(`/money/${key}/${cell}`, 'V28', message)];
    }),
  );
}

function rowFindings(key: string, name: string, content: Content, ground: Ground): readonly Finding[] {
  const row = content.money[key] ?? {};
  const line = lineOf(`/money/${key}`, name, row, content, ground);
  return [
    ...adjustmentFindings(line, row),
    ...emptyFindings(line, row, content),
    ...boundFindings(line),
    ...(row.forecast === undefined && isLive(line) ? [] : forecastFindings(line)),
    ...moneyHistory({ ...line, row, last: ground.last?.money[key] }, content, ground),
  ];
}

function lineOf(
  at: string,
  name: string,
  row: MoneyRow | MoneyTotals,
  { texts }: Content,
  { cutoffMonth }: Ground,
): Line {
  return {
    at,
    name,
    initial: row.initial ?? 0n,
    adjusted: adjustedOf(row),
    arrived: row.arrived ?? 0n,
    executed: row.executed ?? 0n,
    forecast: row.forecast ?? 0n,
    executedLabel: `${periodLabel(cutoffMonth)}累计执行数`,
    isRefunded: isTelling(texts.refundReason),
  };
}

/** An adjusted budget says what kind of adjustment it was, and why (V03). */
function adjustmentFindings({ at, name }: Line, row: MoneyRow): readonly Finding[] {
  const { adjustment = 0n, adjustKind, adjustReason } = row;
  if (adjustment === 0n) return [];
  const kind = adjustKind === undefined ? '请选择调整类型（追加、调减或调剂），' : '';
  const text = adjustKind === undefined ? undefined : adjustReason;
  const message = `${name}的年度预算调整为${amountText(adjustment)}，${kind}${explainIn('调整原因')}。`;
  return [ask(`${at}/adjustment`, 'V03', message, { at: `${at}/adjustReason`, text })];
}

/** Whether a row has any money, so that its cells are to be filled. */
function isLive({ adjusted, executed, forecast }: Line): boolean {
  return adjusted !== 0n || executed !== 0n || forecast !== 0n;
}

/** 0 and empty differ. Where no row at all has an amount, the table is told so once. */
function emptyFindings(line: Line, row: MoneyRow, content: Content): readonly Finding[] {
  const { at, name, executedLabel } = line;
  if (!isLive(line)) return [];
  const found: Finding[] = [];
  if (row.executed === undefined && isEntered(content))
    found.push(block(`${at}/executed`, 'V04', `${name}没有填写${executedLabel}，没有支出的请填0。`));
  if (row.forecast === undefined)
    found.push(block(`${at}/forecast`, 'V06', `${name}没有填写全年预计执行数，请填写。`));
  return found;
}

function isEntered({ money }: Content): boolean {
  return Object.values(money).some((row) => row.executed !== undefined);
}

/** 0 ≤ executed ≤ adjusted, and no amount below nought (V04). */
function boundFindings(line: Line): readonly Finding[] {
  const { at, name, adjusted, executed, executedLabel } = line;
  const found: Finding[] = [];
  if (line.initial < 0n)
    found.push(
      block(`${at}/initial`, 'V04', `${name}的年初预算数${amountText(line.initial)}小于0，请核对。`),
    );
  if (adjusted < 0n)
    found.push(
      block(
        `${at}/adjustment`,
        'V04',
        `${name}的调整后预算数${amountText(adjusted)}小于0，请核对年度预算调整。`,
      ),
    );
  if (line.arrived < 0n)
    found.push(
      block(`${at}/arrived`, 'V04', `${name}的资金到位数${amountText(line.arrived)}小于0，请核对。`),
    );
  const spent = `${name}的${executedLabel}${amountText(executed)}`;
  if (executed > adjusted)
    found.push(
      block(
        `${at}/executed`,
        'V04',
        `${spent}大于调整后预算数${amountText(adjusted)}，请核对执行数，或先办理预算调整。`,
      ),
    );
  if (executed < 0n && !line.isRefunded)
    found.push(block(`${at}/executed`, 'V04', `${spent}小于0，请核对；确有退回的，请填写“退回说明”。`));
  return found;
}

/** executed ≤ forecast ≤ adjusted (V06). */
function forecastFindings({
  at,
  name,
  adjusted,
  executed,
  forecast,
  executedLabel,
}: Line): readonly Finding[] {
  const expected = `${name}的全年预计执行数${amountText(forecast)}`;
  if (forecast < executed)
    return [
      block(`${at}/forecast`, 'V06', `${expected}小于${executedLabel}${amountText(executed)}，请核对。`),
    ];
  if (forecast > adjusted)
    return [block(`${at}/forecast`, 'V06', `${expected}大于调整后预算数${amountText(adjusted)}，请核对。`)];
  return [];
}

function tableFindings(
  totals: MoneyTotals,
  content: Content,
  figures: Figures,
  ground: Ground,
): readonly Finding[] {
  if (!isEntered(content))
    return [block('/money', 'V04', '预算执行情况还没有填写累计执行数，请至少填写一行资金。')];
  const line = lineOf('/money', '合计', totals, content, ground);
  return [
    ...boundFindings(line),
    ...forecastFindings(line),
    ...shortForecast(line, content, ground),
    ...slowSpending(content, figures),
  ];
}

/** A forecast far below the budget is explained (V09). */
function shortForecast({ forecast, adjusted }: Line, { money, texts }: Content, { ruleSet }: Ground) {
  const share = { part: forecast, whole: adjusted };
  const least = ruleSet.checks.forecastShare;
  const isForecast = Object.values(money).some((row) => row.forecast !== undefined);
  if (!isForecast || adjusted <= 0n || isAtLeast(share, least)) return [];
  const figures = `全年预计执行数${amountText(forecast)}为调整后预算数${amountText(adjusted)}的${percentText(truncatedPercent(share))}`;
  const message = `${figures}，低于${least}%，${explainIn('进度原因')}。`;
  return [ask('/money/forecast', 'V09', message, { at: '/texts/slowReason', text: texts.slowReason })];
}

/** Money that lags is explained (V10). */
function slowSpending({ texts }: Content, { budget }: Figures): readonly Finding[] {
  if (budget.light !== 'red' && budget.light !== 'yellow') return [];
  const message = `${budget.sentence}${explainIn('进度原因')}。`;
  return [ask('/money/executed', 'V10', message, { at: '/texts/slowReason', text: texts.slowReason })];
}
