/**
 * Public holidays and the weekends that are worked instead (国务院办公厅 announces them for each year). Data for remarks and for counting
 * working days; it moves no date of a round, because the notice has no rule for that.
 */
export interface Holiday {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export const holidays: readonly Holiday[] = [
  { name: '元旦', from: '2022-01-01', to: '2022-01-03' },
  { name: '春节', from: '2022-01-31', to: '2022-02-06' },
  { name: '清明节', from: '2022-04-03', to: '2022-04-05' },
  { name: '劳动节', from: '2022-04-30', to: '2022-05-04' },
  { name: '端午节', from: '2022-06-03', to: '2022-06-05' },
  { name: '中秋节', from: '2022-09-10', to: '2022-09-12' },
  { name: '国庆节', from: '2022-10-01', to: '2022-10-07' },
  { name: '元旦', from: '2022-12-31', to: '2023-01-02' },
  { name: '春节', from: '2023-01-21', to: '2023-01-27' },
  { name: '清明节', from: '2023-04-05', to: '2023-04-05' },
  { name: '劳动节', from: '2023-04-29', to: '2023-05-03' },
  { name: '端午节', from: '2023-06-22', to: '2023-06-24' },
  { name: '中秋节、国庆节', from: '2023-09-29', to: '2023-10-06' },
];

export const workedWeekends: readonly string[] = [
  '2022-01-29',
  '2022-01-30',
  '2022-04-02',
  '2022-04-24',
  '2022-05-07',
  '2022-10-08',
  '2022-10-09',
  '2023-01-28',
  '2023-01-29',
  '2023-04-23',
  '2023-05-06',
  '2023-06-25',
  '2023-10-07',
  '2023-10-08',
];
