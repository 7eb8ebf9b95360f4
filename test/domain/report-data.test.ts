/** What makes a paper one of older data (2.2f): other contents, other dispositions; and what does not. */
import { describe, expect, test } from 'vitest';
import {
  type DispositionHead,
  type DispositionState,
  dispositionStates,
  newDisposition,
} from '../../shared/domain/disposition.ts';
import type { ExecutionRecord } from '../../shared/domain/execution-record.ts';
import { dispositionsOf, reportData, shownOf } from '../../shared/domain/report-data.ts';
import { filingRef, onTheWay } from '../support/filings.ts';

const disposition = (bent: Partial<DispositionHead> = {}): DispositionHead => ({
  ...newDisposition({ filing: filingRef, number: 1 }),
  ...{ region: filingRef.region, version: 0, recovery: 0, overdue: false },
  ...{ kind: 'reduce', subjectKind: 'project', unit: '101001', section: 'S01', indicator: null },
  ...{ targetVersion: 1, cause: '政策调整', requirement: '调减预算', state: 'proposed', stateAt: 0 },
  ...{
    dueOn: null,
    record: null,
    proposedBy: 'a',
    executedBy: null,
    lifted: false,
    errand: null,
    token: null,
  },
  ...bent,
});
const same = (a: Partial<DispositionHead>, b: Partial<DispositionHead>) => {
  const [one, other] = [a, b].map((bent) => JSON.stringify(reportData([], [disposition(bent)])));
  return one === other;
};
const reduced: ExecutionRecord = {
  proof: ['f'.repeat(64)],
  kind: 'reduce',
  amount: 1_000_000n,
  documentNo: '会财预〔2022〕8号',
  documentOn: '2022-07-16',
};

describe('filings', () => {
  test('that are past the department, each by its content; the archive changes nothing', () => {
    const [atDepartment, atSection, inArchive] = [
      onTheWay.atDepartment(),
      onTheWay.atSection(),
      onTheWay.inArchive(),
    ];
    expect(reportData([atDepartment], [])).toEqual([]);
    expect(reportData([atSection], [])).toEqual([['101P01', 'd']]);
    expect(reportData([inArchive], [])).toEqual(reportData([atSection], []));
  });

  test('in whatever order they come', () => {
    const [a, b] = [onTheWay.atSection(), { ...onTheWay.atSection(), subject: '101P02' }];
    expect(reportData([b, a], [])).toEqual(reportData([a, b], []));
  });
});

describe('dispositions', () => {
  const open = dispositionStates.filter((state) => state !== 'closed' && state !== 'cancelled');

  test('one more is other data, and so is one that is closed or cancelled, or has shown its money', () => {
    expect(reportData([], [disposition()])).not.toEqual([]);
    for (const state of ['closed', 'cancelled'] satisfies DispositionState[])
      expect(same({}, { state })).toBe(false);
    expect(same({}, { record: reduced })).toBe(false);
    expect(same({}, { kind: 'suspend' })).toBe(false);
    expect(same({}, { number: 2 })).toBe(false);
  });

  test.each(open)('one that has only come to %s is not', (state) => {
    expect(same({}, { state, dueOn: '2022-08-01', errand: { do: 'start' }, token: 't', seq: 9 })).toBe(true);
  });

  test('of the department alone, of the report’s round and of those before it in the year', () => {
    const at = (round: string, department = '101') =>
      disposition({ filing: { ...filingRef, round, department } });
    const all = [at('2022-H1'), at('2022-Q3'), at('2022-Q4-2'), at('2022-H1', '102')];
    const seen = (round: string) =>
      dispositionsOf({ round, department: '101' }, all).map(({ filing }) => filing.round);
    expect(seen('2022-H1')).toEqual(['2022-H1']);
    expect(seen('2022-Q4-2')).toEqual(['2022-H1', '2022-Q3', '2022-Q4-2']);
  });

  test('show the money and the paper of what was carried out, and nothing before', () => {
    expect(shownOf(null)).toEqual({ amount: null, documentNo: null });
    expect(shownOf(reduced)).toEqual({ amount: 1_000_000n, documentNo: '会财预〔2022〕8号' });
  });
});
