/** The ledger for assessments: comments of departments lie beside the year's register and are only ever added. */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { keyOf } from '../contract/item.ts';
import { type FigureName, figureNames } from '../domain/assessment.ts';
import type { AssessmentLedger, Comment } from '../ports-proof.ts';
import { openLedger } from './ledger.ts';
import { readReport, readReportEvents } from './report-ledger.ts';
import { digestOf } from './seal.ts';
import { openTable } from './table.ts';

const commentItem = z.object({
  id: z.string(),
  department: z.string(),
  figure: z.enum(/* @__PURE__ */ Object.keys(figureNames) as [FigureName, ...FigureName[]]),
  text: z.string(),
  at: z.int(),
  by: z.strictObject({ name: z.string(), post: z.string() }),
});

export function openAssessmentLedger(tableName: string, config: DynamoDBClientConfig = {}): AssessmentLedger {
  const table = openTable(tableName, config);
  return {
    ...openLedger(tableName, config),
    report: (ref, freshness) => readReport(table, ref, freshness),
    reportEvents: (ref) => readReportEvents(table, ref),

    async comments(place) {
      const items = await table.list(keyOf.comments(place), true);
      return items.map((item): Comment => z.parse(commentItem, item)).sort((a, b) => a.at - b.at);
    },

    async comment(place, said) {
      const { at: _, ...lasting } = said;
      const comment = { id: digestOf({ ...place, ...lasting }), ...said };
      const key = keyOf.comment({ ...place, department: said.department, id: comment.id });
      if (await table.write([{ key, put: comment, when: 'absent' }])) return comment;
      return z.parse(commentItem, await table.get(key, true));
    },
  };
}
