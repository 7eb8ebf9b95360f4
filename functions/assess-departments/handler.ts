/** How well the departments did their monitoring in a year, and what they have to say to it (notice 3.3). */
import { composeAssessmentLedger, composeDispositionLedger, now } from '../../shared/compose.ts';
import { assessDepartments } from '../../shared/contract/routes/assess-departments.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { commentAssessment } from './comment-assessment.ts';
import { readAssessment } from './read-assessment.ts';

export const handler = endpoints(
  assessDepartments,
  { ledger: composeAssessmentLedger(), dispositions: composeDispositionLedger(), now },
  { readAssessment, commentAssessment },
);
