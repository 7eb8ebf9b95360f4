/**
 * A county's register as one document: what an operator founds a county with. Amounts are text in 万元, targets plain decimals as text.
 * Founding again adds what is new and changes nothing that is there.
 */
import * as z from 'zod/mini';
import { roles } from '../domain/directory.ts';
import { moneyRows, subjectKinds, targetOperators } from '../domain/subject.ts';
import { regionCode, roundPlan } from '../notice/notice.ts';
import { decimal, departmentCode, memberId, sectionCode, subjectCode, unitCode, wan } from './field.ts';

const name = z.string().check(z.minLength(1), z.maxLength(200));

const indicator = z.strictObject({
  code: z.string().check(z.regex(/^[1-4]\d-\d{2}$/, '指标编码应为二级指标编码加两位序号，例如11-01')),
  name,
  operator: z.enum(targetOperators),
  target: z.nullable(decimal),
  targetText: z._default(z.string(), ''),
  unit: z._default(z.string(), ''),
  weight: z._default(z.nullable(decimal), null),
  nature: z.enum(['cumulative', 'level']),
});

const subject = z
  .strictObject({
    code: subjectCode,
    name,
    kind: z.enum(subjectKinds),
    department: departmentCode,
    unit: unitCode,
    initial: z.record(z.string(), wan),
    parent: z._default(z.nullable(subjectCode), null),
    suspended: z._default(z.nullable(z.strictObject({ stopPaymentOn: z.iso.date() })), null),
    goalText: z.string(),
    indicators: z.array(indicator).check(z.minLength(1), z.maxLength(60)),
  })
  .check(
    z.refine(
      (each) => Object.keys(each.initial).every((row) => row in moneyRows[each.kind]),
      '资金行不属于本类资金',
    ),
  );

export const county = z.strictObject({
  region: z.strictObject({ code: regionCode, name }),
  fiscalYear: z.int(),
  sections: z.array(z.strictObject({ code: sectionCode, name })),
  departments: z.array(
    z.strictObject({
      code: departmentCode,
      name,
      section: sectionCode,
      keyMonitoring: z._default(z.boolean(), false),
    }),
  ),
  units: z.array(
    z.strictObject({
      code: unitCode,
      name,
      department: departmentCode,
      keyMonitoring: z._default(z.boolean(), false),
    }),
  ),
  members: z.array(
    z.strictObject({
      id: memberId,
      name,
      posts: z.array(z.strictObject({ role: z.enum(roles), at: z.string().check(z.regex(/^[0-9S]{3,6}$/)) })),
    }),
  ),
  subjects: z.array(subject),
  rounds: z.array(roundPlan),
});

/** The document as it is written and sent. */
export type CountyDocument = z.input<typeof county>;
/** The document as it was read. */
export type County = z.output<typeof county>;
