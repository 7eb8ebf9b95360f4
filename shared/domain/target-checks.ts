/**
 * The checks of approved targets as they come in (V36, V37): what is wrong keeps them out, what is odd is confirmed by whoever imports
 * them. Pointers lead into the list of indicators. The weights of levels 1 are not stored, so weights are held to their total alone.
 */
import { ask, block, type Finding } from './finding.ts';
import { placeOf } from './indicator-tree.ts';
import { type Decimal, formatDecimal } from './money.ts';
import { unitOf } from './operators.ts';
import { type Indicator, targetLabel } from './subject.ts';
import { isFilled } from './written.ts';

/** An indicator as it was written; `isBare`: its target was a number without any operator, taken for “equal”. */
export type WrittenIndicator = Indicator & { readonly isBare?: boolean };

/** Points of 100, scaled like every indicator value: what the execution rate weighs beside the third level, and all together. */
const executionWeight = 100_000n;
const fullWeight = 1_000_000n;
const hundred = 1_000_000n;

/** Where odd targets are confirmed. */
const confirmed = { at: '/confirmed', text: undefined };

export function checkTargets(indicators: readonly WrittenIndicator[]): readonly Finding[] {
  const places = new Map<string, number>();
  const rows = indicators.flatMap((indicator, index) => {
    const earlier = places.get(indicator.code);
    if (earlier === undefined) places.set(indicator.code, index);
    const at = `/indicators/${index}`;
    return [
      ...codeFindings(at, indicator, earlier),
      ...valueFindings(at, indicator),
      ...oddFindings(at, indicator),
    ];
  });
  return [...rows, ...costFindings(indicators), ...weightFindings(indicators)];
}

function nameOf({ code, name }: Indicator): string {
  return `指标“${code} ${name}”`;
}

function codeFindings(at: string, indicator: Indicator, earlier: number | undefined): readonly Finding[] {
  const found: Finding[] = [];
  if (placeOf(indicator.code) === null)
    found.push(
      block(
        `${at}/code`,
        'V36',
        `${nameOf(indicator)}的编码不在指标框架内，应为二级指标编码加两位序号，例如11-01。`,
      ),
    );
  if (earlier !== undefined)
    found.push(
      block(`${at}/code`, 'V36', `${nameOf(indicator)}的编码与第${earlier + 1}个指标重复，请更换编码。`),
    );
  return found;
}

function valueFindings(at: string, indicator: Indicator): readonly Finding[] {
  if (indicator.operator === 'qualitative') return qualitativeFindings(at, indicator);
  const found: Finding[] = [];
  if (indicator.target === null)
    found.push(
      block(`${at}/target`, 'V36', `${nameOf(indicator)}没有指标值，请填写一个数字，或改为定性指标。`),
    );
  if (!isFilled(indicator.unit))
    found.push(
      block(`${at}/unit`, 'V36', `${nameOf(indicator)}没有计量单位，请填写，例如“场”“%”“万元/场”。`),
    );
  return found;
}

function qualitativeFindings(at: string, indicator: Indicator): readonly Finding[] {
  const found: Finding[] = [];
  if (indicator.target !== null)
    found.push(
      block(
        `${at}/target`,
        'V36',
        `${nameOf(indicator)}是定性指标，指标值不能是数字，请改填文字，或选择运算符。`,
      ),
    );
  if (!isFilled(indicator.targetText))
    found.push(
      block(`${at}/targetText`, 'V36', `${nameOf(indicator)}是定性指标，请用文字写明要达到的效果。`),
    );
  return found;
}

/** Allowed, but seldom meant (V37). */
function oddFindings(at: string, indicator: WrittenIndicator): readonly Finding[] {
  const { operator, target, unit, isBare = false } = indicator;
  if (operator === 'qualitative' || target === null) return [];
  const said = `${nameOf(indicator)}的指标值“${targetLabel(indicator)}”`;
  const found: Finding[] = [];
  if ((operator === 'gte' || operator === 'gt') && target <= 0n)
    found.push(ask(`${at}/target`, 'V37', `${said}不大于0却要求越多越好，请核对运算符和指标值。`, confirmed));
  if (unitOf(unit) === '%' && target > hundred)
    found.push(ask(`${at}/target`, 'V37', `${said}超过100%，请核对指标值和计量单位。`, confirmed));
  if (isBare)
    found.push(
      ask(
        `${at}/operator`,
        'V37',
        `${said}只写了数字、没有运算符，将按“等于”处理，请核对是否应为“不低于”或“不超过”。`,
        confirmed,
      ),
    );
  return found;
}

/** Costs stand either as output (14) or on a first level of their own (4x), never in both places. */
function costFindings(indicators: readonly Indicator[]): readonly Finding[] {
  const index = indicators.findIndex(({ code }) => code.startsWith('14-'));
  if (index === -1 || !indicators.some(({ code }) => code.startsWith('4'))) return [];
  return [
    block(
      `/indicators/${index}/code`,
      'V36',
      '成本指标不能同时放在产出指标（14）和一级成本指标（41至43）下面，请统一放在一处。',
    ),
  ];
}

/** Either no row has a weight, or all have and they make 100 with the execution rate. */
function weightFindings(indicators: readonly Indicator[]): readonly Finding[] {
  if (indicators.every(({ weight }) => weight === null)) return [];
  const bad = indicators.flatMap((indicator, index) =>
    weightFinding(indicator, `/indicators/${index}/weight`),
  );
  if (bad.length > 0) return bad;
  const sum = indicators.reduce((total, { weight }) => total + (weight ?? 0n), 0n);
  if (sum + executionWeight === fullWeight) return [];
  const [rate, all] = [formatDecimal(executionWeight), formatDecimal(sum + executionWeight)];
  return [
    block(
      '/indicators',
      'V36',
      `三级指标权重合计${formatDecimal(sum)}，加上执行率${rate}为${all}，应为${formatDecimal(fullWeight)}，请核对权重。`,
    ),
  ];
}

function weightFinding(indicator: Indicator, at: string): readonly Finding[] {
  const wrong = wrongWeight(indicator.weight);
  return wrong === null ? [] : [block(at, 'V36', `${nameOf(indicator)}${wrong}`)];
}

function wrongWeight(weight: Decimal | null): string | null {
  if (weight === null) return '没有权重，而其他指标有，请全部填写或全部不填。';
  return weight < 0n ? `的权重${formatDecimal(weight)}小于0，请改正。` : null;
}
