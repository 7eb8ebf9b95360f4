/** The assessment of a year on the wire: figures per department with what a department has to say to them, and the filings behind one. */
import * as z from 'zod/mini';
import { type FigureName, figureNames } from '../domain/assessment.ts';
import { departmentCode, filingId, instant, reportId } from './field.ts';

const text = z.string();
export const figureName = z.enum(
  Object.keys(figureNames) as [FigureName, ...FigureName[]],
  '考核指标不在可选范围内',
);

const comment = z.strictObject({
  id: text,
  department: departmentCode,
  figure: figureName,
  text,
  at: instant,
  by: z.strictObject({ name: text, post: text }),
});

const figure = z.strictObject({
  name: figureName,
  title: text,
  value: z.nullable(text),
  part: z.nullable(text),
  whole: z.nullable(text),
  words: text,
  split: z.nullable(z.strictObject({ fill: text, 'dept-review': text, 'section-review': text })),
});

export const assessment = z.strictObject({
  year: z.int(),
  departments: z.array(
    z.strictObject({
      department: departmentCode,
      name: text,
      figures: z.array(figure),
      comments: z.array(comment),
    }),
  ),
  /** The filings or reports behind the figure that was asked for, of the department that was; null where none was. */
  rows: z.nullable(
    z.array(z.strictObject({ document: z.union([filingId, reportId]), counts: z.boolean(), value: text })),
  ),
  cursor: z.nullable(departmentCode),
});
export const commentAnswer = comment;

export const assessmentQuery = z
  .strictObject({
    department: z.optional(departmentCode),
    figure: z.optional(figureName),
    cursor: z.optional(departmentCode),
  })
  .check(
    z.refine(
      ({ department, figure: asked }) => asked === undefined || department !== undefined,
      '查看指标背后的填报时，请同时指定部门',
    ),
  );

export const commentBody = z.strictObject({
  department: departmentCode,
  figure: figureName,
  text: z
    .string('请填写申诉内容')
    .check(z.trim(), z.minLength(5, '申诉内容至少5个字'), z.maxLength(1000, '申诉内容不能超过1000字')),
});
