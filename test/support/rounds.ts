/** The half-year round of the notice as it is planned (2.2a), to be bent where a test wants it otherwise. */
import type { RoundHead } from '../../shared/domain/round.ts';

export const halfYear: RoundHead = {
  region: '360733',
  round: '2022-H1',
  seq: 0,
  version: 0,
  hash: '',
  state: 'planned',
  title: '2022年上半年绩效监控',
  fiscalYear: 2022,
  cutoffMonth: 6,
  opensOn: '2022-07-01',
  dueOn: '2022-07-10',
  graceEndsOn: '2022-07-15',
  emphasis: 'warn',
  ruleSet: 'RS-DEFAULT@1',
  fundsEntry: 'import-else-hand',
  allowNotYet: true,
  remindDays: [-3, -1, 0, 1],
  lockAfterGrace: false,
  closesOn: null,
  report: { period: 'half-year', dueOn: '2022-07-20' },
  done: [],
  reissues: 0,
  errand: null,
};
