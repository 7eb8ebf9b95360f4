/** Assessment figures of a year and the departments’ comments (notice 3.3). */
import * as assess from '../assessment.ts';
import { yearPath } from '../field.ts';
import { nothing, type Routes, read } from '../route.ts';

export const assessDepartments = {
  readAssessment: {
    ...read,
    path: '/api/assessments/{year}',
    summary: '考核指标（figure和department一起给出时，附指标背后的填报）',
    params: yearPath,
    query: assess.assessmentQuery,
    answer: assess.assessment,
  },
  commentAssessment: {
    method: 'POST',
    path: '/api/assessments/{year}/comments',
    summary: '对考核指标的申诉',
    idempotent: true,
    params: yearPath,
    query: nothing,
    body: assess.commentBody,
    answer: assess.commentAnswer,
  },
} as const satisfies Routes;
