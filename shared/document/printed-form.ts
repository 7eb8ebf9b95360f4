/**
 * The official 绩效目标执行监控表 (财预〔2019〕136号) as a page to print: A4 landscape, the head of the indicators on every sheet, no row torn
 * apart. It runs nothing and fetches nothing; every text that somebody wrote is escaped.
 */
import type { Day } from '../domain/calendar.ts';
import {
  adjustedOf,
  type Content,
  causeNames,
  causes,
  type IndicatorRow,
  likelihoodNames,
  likelihoods,
  type MoneyRow,
  statusNames,
  totalsOf,
} from '../domain/content.ts';
import { periodLabel } from '../domain/form.ts';
import { placeOf } from '../domain/indicator-tree.ts';
import {
  type Decimal,
  executionRate,
  type Fen,
  formatDecimal,
  formatHundredths,
  formatWan,
} from '../domain/money.ts';
import { type Indicator, moneyRows, type SubjectKind, targetLabel } from '../domain/subject.ts';
import { type Markup, markup } from './markup.ts';
import { printStyle } from './print-style.ts';

export interface PrintedForm {
  /** The filing's id and the digest of its content: what the paper can be checked against. */
  readonly filing: string;
  readonly digest: string | null;
  readonly kind: SubjectKind;
  readonly fiscalYear: number;
  readonly cutoffMonth: number;
  readonly subjectName: string;
  readonly department: { readonly code: string; readonly name: string };
  readonly unitName: string;
  readonly goalText: string;
  readonly indicators: readonly Indicator[];
  readonly content: Content | null;
  readonly filledBy: string;
  readonly reviewedBy: readonly string[];
  /** Day of the submission; null while it is not sent. */
  readonly sentOn: Day | null;
}

const names: Readonly<
  Record<SubjectKind, { readonly title: string; readonly subject: string; readonly funds: string }>
> = {
  project: { title: '项目支出', subject: '项目名称', funds: '项目资金（万元）' },
  overall: { title: '部门整体支出', subject: '部门名称', funds: '部门支出（万元）' },
  transfer: { title: '转移支付', subject: '转移支付名称', funds: '转移支付资金（万元）' },
};

const nothing = '—';
const ticked = '√';

/** The page as HTML. */
export function printForm(form: PrintedForm): string {
  const title = `${names[form.kind].title}绩效目标执行监控表`;
  const period = `${form.fiscalYear}年${periodLabel(form.cutoffMonth)}`;
  const page = markup`<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${title} ${form.filing}</title><style>${printStyle}</style></head>
<body>
<h1>${title}</h1>
<p class="period">（${period}）${form.sentOn === null ? markup`<span class="draft">未送审稿</span>` : ''}</p>
${headTable(form)}
${indicatorTable(form)}
${foot(form)}
</body>
</html>
`;
  return page.html;
}

function headTable(form: PrintedForm): Markup {
  const { subject, funds } = names[form.kind];
  const rows = moneyRows[form.kind];
  const money = Object.keys(rows).map((key) => form.content?.money[key] ?? {});
  const period = periodLabel(form.cutoffMonth);
  return markup`<table class="head">
<colgroup><col class="label"><col class="source"><col span="4"></colgroup>
<tr><th>${subject}</th><td colspan="5">${form.kind === 'overall' ? form.department.name : form.subjectName}</td></tr>
<tr><th>主管部门及代码</th><td colspan="2">${form.department.name}（${form.department.code}）</td><th>实施单位</th><td colspan="2">${form.unitName}</td></tr>
<tr><th rowspan="${String(money.length + 2)}">${funds}</th><th></th><th>年初预算数</th><th>${period}执行数</th><th>${period}执行率</th><th>全年预计执行数</th></tr>
${totalRow(money)}
${Object.entries(rows).map(([key, name], index) => moneyRow(index === 0 ? `其中：${name}` : `　　　${name}`, form.content?.money[key] ?? {}))}
<tr><th>年度总体目标</th><td colspan="5" class="text">${form.goalText}</td></tr>
</table>`;
}

/** The rate is that of the adjusted budget; where it differs from the initial one, the paper says so. */
function totalRow(rows: readonly MoneyRow[]): Markup {
  const { adjusted, ...sums } = totalsOf(rows);
  const note = adjusted === sums.initial ? '' : `（调整后预算数${formatWan(adjusted)}）`;
  const isEmpty = rows.every((row) => Object.values(row).every((value) => value === undefined));
  const total = isEmpty ? {} : sums;
  return amounts(`年度资金总额${note}`, total, executionRate(sums.executed, adjusted));
}

function moneyRow(name: string, row: MoneyRow): Markup {
  const rate = row.executed === undefined ? null : executionRate(row.executed, adjustedOf(row));
  return amounts(name, row, rate);
}

function amounts(name: string, { initial, executed, forecast }: MoneyRow, rate: bigint | null): Markup {
  const percent = rate === null || executed === undefined ? nothing : `${formatHundredths(rate)}%`;
  return markup`<tr><td>${name}</td><td class="number">${amount(initial)}</td><td class="number">${amount(executed)}</td><td class="number">${percent}</td><td class="number">${amount(forecast)}</td></tr>`;
}

function amount(value: Fen | undefined): string {
  return value === undefined ? '' : formatWan(value);
}

function indicatorTable(form: PrintedForm): Markup {
  const period = periodLabel(form.cutoffMonth);
  return markup`<table class="rows">
<colgroup><col class="level"><col class="level"><col class="name"><col class="value"><col class="value"><col class="value"><col class="tick" span="5"><col class="cause"><col class="tick" span="3"><col class="remark"></colgroup>
<thead>
<tr><th colspan="4">绩效指标</th><th rowspan="2">${period}执行情况</th><th rowspan="2">全年预计完成情况</th><th colspan="6">偏差原因分析</th><th colspan="3">完成目标可能性</th><th rowspan="2">备注</th></tr>
<tr><th>一级指标</th><th>二级指标</th><th>三级指标</th><th>年度指标值</th>${causes.map((cause) => markup`<th>${causeNames[cause]}</th>`)}<th>原因说明</th>${likelihoods.map((each) => markup`<th>${likelihoodNames[each]}</th>`)}</tr>
</thead>
<tbody>
${form.indicators.map((indicator, index) => indicatorRow(form, indicator, form.indicators[index - 1]))}
</tbody>
</table>`;
}

/** A level that is the same as in the row above is named once, but anew on each sheet: so its name stands in every row, faintly. */
function indicatorRow(form: PrintedForm, indicator: Indicator, above: Indicator | undefined): Markup {
  const row = form.content?.rows[indicator.code] ?? {};
  const [place, before] = [placeOf(indicator.code), above && placeOf(above.code)];
  const level = (name: string, same: boolean) =>
    markup`<td class="${same ? 'level same' : 'level'}">${name}</td>`;
  return markup`<tr>${level(place?.level1.name ?? '', place?.level1.code === before?.level1.code)}${level(place?.level2.name ?? '', place?.level2.code === before?.level2.code)}<td>${indicator.name}</td><td>${targetLabel(indicator)}</td><td class="text">${reached(row, indicator)}</td><td class="text">${expected(row, indicator)}</td>${causes.map((cause) => tick(row.causes?.includes(cause)))}<td class="text">${row.causeText ?? ''}</td>${likelihoods.map((each) => tick(row.likelihood === each))}<td class="text">${remarks(row)}</td></tr>`;
}

function tick(isSo: boolean | undefined): Markup {
  return markup`<td class="tick">${isSo ? ticked : ''}</td>`;
}

function reached(row: IndicatorRow, indicator: Indicator): string {
  if (row.notYet !== undefined) return `本期尚无法取值（预计${row.notYet.month}月）：${row.notYet.reason}`;
  if (indicator.operator !== 'qualitative') return value(row.actual, indicator);
  const status = row.status === undefined ? '' : statusNames[row.status];
  return [status, row.statusText ?? ''].filter((text) => text !== '').join('：');
}

function expected(row: IndicatorRow, indicator: Indicator): string {
  if (indicator.operator !== 'qualitative') return value(row.forecast, indicator);
  return row.forecastStatus === undefined ? '' : statusNames[row.forecastStatus];
}

function value(number: Decimal | undefined, { unit }: Indicator): string {
  return number === undefined ? '' : `${formatDecimal(number)}${unit}`;
}

function remarks({ remark, excessText }: IndicatorRow): string {
  const excess = excessText ? `超目标说明：${excessText}` : '';
  return [remark ?? '', excess].filter((text) => text !== '').join('\n');
}

function foot({ filledBy, reviewedBy, sentOn, filing, digest }: PrintedForm): Markup {
  return markup`<div class="foot">
<ol>
<li>偏差原因分析：与预期目标有偏差的指标，从经费、制度、人员、硬件条件等方面判断，可选多项，并写明原因。</li>
<li>完成目标可能性：根据目前进度综合判断全年能否完成，分确定能、有可能、完全不可能三级。</li>
<li>备注：预计年底不能完成目标的，写明原因和拟采取的措施。</li>
</ol>
<p class="hands"><span>填报人：${filledBy}</span><span>审核人：${reviewedBy.join('、')}</span><span>日期：${sentOn ?? ''}</span></p>
<p class="proof">填报编号 ${filing}${digest === null ? '' : `　内容摘要 ${digest}`}</p>
</div>`;
}
