/** Which rows of a batch are left out unless they were opened (domain §8, batch approve 批量审核). */
import { describe, expect, test } from 'vitest';
import { whyOpenFirst } from '../../shared/domain/batch-review.ts';
import type { FilingHead } from '../../shared/domain/filing.ts';
import { ask, block, inform } from '../../shared/domain/finding.ts';
import type { Light, Lights } from '../../shared/domain/light.ts';
import { arrived, dueAt, onTheWay, saved, sent } from '../support/filings.ts';

const green: Lights = { budget: 'green', goal: 'green', outlook: null, filing: 'green' };
const lit = (lights: Partial<Lights>, head: FilingHead = onTheWay.atDepartment()): FilingHead => ({
  ...head,
  evaluated: { seq: 3, lights: { ...green, ...lights } },
});
const explained = (text: string | undefined) => ask('/money', 'V05', '请说明', { at: '/texts/x', text });
const why = (head: FilingHead, findings: Parameters<typeof whyOpenFirst>[1] = []) =>
  whyOpenFirst(head, findings)?.detail ?? 'fit';

describe('a row that holds no surprise', () => {
  test.each<Light>(['yellow', 'green', 'blue'])('shows %s', (filing) =>
    expect(why(lit({ filing }))).toBe('fit'),
  );
  test('was sent at the last instant', () =>
    expect(why(lit({}, arrived(sent(saved(), dueAt - 1), 'dept-review')))).toBe('fit'));
  test('has messages, but nothing to explain', () =>
    expect(why(lit({}), [inform('/money', 'V40', '提示'), block('/money', 'V01', '错误')])).toBe('fit'));
});

describe('a row that wants to be opened says what it holds', () => {
  test.each(['budget', 'goal', 'outlook', 'filing'])('a red light of %s', (name) =>
    expect(why(lit({ [name]: 'red' }))).toContain('有红灯，'),
  );
  test('a late mark', () =>
    expect(why(lit({}, arrived(sent(saved(), dueAt), 'dept-review')))).toContain('有逾期标记，'));
  test('something to explain, answered or not', () => {
    expect(why(lit({}), [explained(undefined)])).toContain('有需要说明的事项，');
    expect(why(lit({}), [explained('退回上年多付款项')])).toContain('有需要说明的事项，');
  });
  test('all of it at once', () =>
    expect(
      why(lit({ filing: 'red' }, arrived(sent(saved(), dueAt), 'dept-review')), [explained(undefined)]),
    ).toContain('有红灯、逾期标记、需要说明的事项，'));
});
