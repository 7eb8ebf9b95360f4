/** The sample county without key monitoring: its filings need no evidence, so that a test which is about something else need not upload any. */
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';

export const plainCounty: CountyDocument = {
  ...sampleCounty,
  departments: sampleCounty.departments.map((department) => ({ ...department, keyMonitoring: false })),
};

/** A few departments of it, with their units, people and subjects: for tests that walk a long way. */
export function smallCounty(...codes: readonly string[]): CountyDocument {
  const isIn = (code: string) => codes.includes(code.slice(0, 3));
  return {
    ...plainCounty,
    departments: plainCounty.departments.filter(({ code }) => isIn(code)),
    units: plainCounty.units.filter(({ code }) => isIn(code)),
    subjects: plainCounty.subjects.filter(({ code }) => isIn(code)),
  };
}
