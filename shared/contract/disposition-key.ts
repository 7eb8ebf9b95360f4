/** Keys of dispositions: a year's of a region lie in one partition, head beside events. Only `shared/aws` may import this file. */
import type { DispositionRef } from '../domain/disposition.ts';
import type { FilingRef } from '../domain/filing.ts';
import type { Key } from './stream-key.ts';

const partition = (region: string, year: string) => `${region}#DISPOSITIONS#${year}`;
const nameOf = ({ round, department, subject }: FilingRef) => `${round}#${department}#${subject}`;
const yearOf = ({ round }: FilingRef) => round.slice(0, 4);

export const dispositionKey = {
  head: ({ filing, number }: DispositionRef): Key => ({
    pk: partition(filing.region, yearOf(filing)),
    sk: `HEAD#${nameOf(filing)}#${number}`,
  }),
  /** All of one filing. */
  ofFiling: (filing: FilingRef): Key => ({
    pk: partition(filing.region, yearOf(filing)),
    sk: `HEAD#${nameOf(filing)}#`,
  }),
  ofYear: (region: string, year: number): Key => ({ pk: partition(region, year.toString()), sk: 'HEAD#' }),
  event: ({ filing, number }: DispositionRef, seq: number, type: string): Key => ({
    pk: partition(filing.region, yearOf(filing)),
    sk: `EVENT#${nameOf(filing)}#${number}#${seq.toString().padStart(6, '0')}#${type}`,
  }),
  events: ({ filing, number }: DispositionRef): Key => ({
    pk: partition(filing.region, yearOf(filing)),
    sk: `EVENT#${nameOf(filing)}#${number}#`,
  }),
} as const;
