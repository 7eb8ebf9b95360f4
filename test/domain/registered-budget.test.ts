/** What an obligation weighs when it is issued: the adjusted budget by the register (domain §8, coverage by adjusted budget). */
import { describe, expect, test } from 'vitest';
import { registeredBudget, type Subject } from '../../shared/domain/subject.ts';

const subject: Pick<Subject, 'kind' | 'initial' | 'imported'> = {
  kind: 'project',
  initial: { fiscal: 60n, other: 4n },
  imported: {
    '6': { importedOn: '2022-07-02', rows: { fiscal: { initial: 58n, adjustment: -8n } } },
    '10': { importedOn: '2022-11-02', rows: { carryover: { adjustment: 20n } } },
  },
};
const budget = (
  cutoffMonth: number,
  fundsEntry: 'hand' | 'import' | 'import-else-hand' = 'import-else-hand',
) => registeredBudget(subject, { cutoffMonth, fundsEntry });

describe('the adjusted budget by the register', () => {
  test('is the initial one while nothing has been imported until the cut-off month', () =>
    expect(budget(5)).toBe(64n));
  test.each([
    [6, 58n - 8n + 4n],
    [9, 58n - 8n + 4n],
    [10, 60n + 20n + 4n],
    [12, 60n + 20n + 4n],
  ])('up to month %i: the last import until then, the initial budget where it says nothing', (month, sum) =>
    expect(budget(month)).toBe(sum),
  );
  test('counts no import where the round is filled by hand', () => expect(budget(12, 'hand')).toBe(64n));
  test('of a subject without rows is nought', () =>
    expect(
      registeredBudget(
        { kind: 'transfer', initial: {}, imported: {} },
        { cutoffMonth: 6, fundsEntry: 'hand' },
      ),
    ).toBe(0n));
});
