/** What a filing is measured by is put together from its round, its subject, its targets and what lies beside. */
import { describe, expect, test } from 'vitest';
import { type Beside, groundOf } from '../../shared/domain/ground.ts';
import type { RoundHead } from '../../shared/domain/round.ts';
import type { Subject, TargetVersion } from '../../shared/domain/subject.ts';
import { ruleSetNamed } from '../../shared/notice/rule-sets.ts';
import { emptyContent } from '../support/filings.ts';
import { halfYear } from '../support/rounds.ts';

const round: RoundHead = {
  ...halfYear,
  round: '2022-Q3',
  state: 'open',
  cutoffMonth: 9,
  emphasis: 'correct',
  fundsEntry: 'hand',
  allowNotYet: false,
};
const september = { importedOn: '2022-10-02', rows: { fiscal: { executed: 9n } } };
const subject: Subject = {
  code: '101P01',
  name: '就业培训',
  kind: 'project',
  department: '101',
  unit: '101001',
  targetVersion: 1,
  initial: { fiscal: 100n },
  parent: null,
  keyMonitoring: true,
  suspended: { stopPaymentOn: '2022-08-01' },
  imported: { '6': { importedOn: '2022-07-02', rows: {} }, '9': september },
};
const target: TargetVersion = { subject: '101P01', version: 1, goalText: '目标', indicators: [] };
const beside: Beside = {
  last: emptyContent,
  others: [{ subject: '101P02', texts: { outlook: '好' } }],
  files: { a: { name: '照片.jpg', bytes: 1, type: 'jpg' } },
};

describe('the ground of a filing', () => {
  test('is the round’s, the subject’s, the targets’ and what lies beside', () =>
    expect(groundOf({ round, subject, target }, beside)).toEqual({
      subject,
      target,
      cutoffMonth: 9,
      emphasis: 'correct',
      allowNotYet: false,
      fundsEntry: 'hand',
      ruleSet: ruleSetNamed('RS-DEFAULT@1'),
      imported: september,
      ...beside,
    }));
  test('V28: nothing is imported where nothing is for exactly this month', () => {
    const early = { ...subject, imported: { '6': september } };
    expect(groundOf({ round, subject: early, target }, beside).imported).toBeNull();
  });
  test('a round is judged by the rule set it names', () => {
    expect(groundOf({ round: { ...round, ruleSet: 'RS-PACE@1' }, subject, target }, beside).ruleSet).toBe(
      ruleSetNamed('RS-PACE@1'),
    );
  });
  test('a rule set that is not there is a defect that names round and set', () =>
    expect(() => groundOf({ round: { ...round, ruleSet: 'RS-NONE@1' }, subject, target }, beside)).toThrow(
      'round 2022-Q3 names no known rule set: RS-NONE@1',
    ));
});
