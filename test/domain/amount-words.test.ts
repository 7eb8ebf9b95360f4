/** The amount in words beside the cell (domain §14, unit slips). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountInWords } from '../../shared/domain/amount-words.ts';
import { parseWan } from '../../shared/domain/money.ts';

describe('an amount in words', () => {
  test.each([
    ['15', '壹拾伍万元'],
    ['150000', '壹拾伍亿元'],
    ['0', '零元'],
    ['-1.5', '负壹万伍仟元'],
    ['0.0001', '壹元'],
    ['0.000305', '叁元零伍分'],
    ['0.00032', '叁元贰角'],
    ['0.000325', '叁元贰角伍分'],
    ['0.000005', '伍分'],
    ['0.00005', '伍角'],
    ['10.05', '壹拾万零伍佰元'],
    ['10.0005', '壹拾万零伍元'],
    ['1005', '壹仟零伍万元'],
    ['10000', '壹亿元'],
    ['10000.0005', '壹亿零伍元'],
    ['10500.5', '壹亿零伍佰万零伍仟元'],
    ['99999999.999999', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['0.1001', '壹仟零壹元'],
    ['0.101', '壹仟零壹拾元'],
  ])('%s万元 is %s', (wan, words) => expect(amountInWords(parseWan(wan) ?? -1n)).toBe(words));

  test('two amounts never share their words, and no nought stands twice or at an end', () =>
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 14n - 1n), fc.bigInt(1n, 10n ** 14n - 1n), (one, other) => {
        expect(amountInWords(one) === amountInWords(other)).toBe(one === other);
        expect(amountInWords(one)).not.toMatch(/零零|零元|零[万亿]|^零/);
      }),
    ));
});
