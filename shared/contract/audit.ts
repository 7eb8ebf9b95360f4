/** 审计核验 on the wire: every chain of a department in a round, and whether it holds. */
import * as z from 'zod/mini';
import { chainVerdicts } from '../domain/audit.ts';
import { roundKey } from '../notice/notice.ts';
import { departmentCode } from './field.ts';

export const auditQuery = z.strictObject({ round: roundKey, department: departmentCode });

const count = z.int().check(z.minimum(0));

export const audit = z.strictObject({
  round: roundKey,
  department: departmentCode,
  /** All of them hold. */
  holds: z.boolean(),
  chains: z.array(
    z.strictObject({
      of: z.enum(['filing', 'report', 'disposition']),
      document: z.string(),
      events: count,
      verdict: z.enum(chainVerdicts),
      words: z.string(),
    }),
  ),
});
