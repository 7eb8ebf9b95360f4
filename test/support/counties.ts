/** The sample county without key monitoring: its filings need no evidence, so that a test which is about something else need not upload any. */
import { sampleCounty } from '../../infra/desk/sample-county.ts';
import type { CountyDocument } from '../../shared/contract/county.ts';

export const plainCounty: CountyDocument = {
  ...sampleCounty,
  departments: sampleCounty.departments.map((department) => ({ ...department, keyMonitoring: false })),
};
