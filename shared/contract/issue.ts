/** What a schema found wrong, as issues that name each place by JSON pointer, the rule and the fix in words a clerk can use. */
import type * as z from 'zod/mini';
import type { Issue } from '../domain/refusal.ts';

/** Own sentences stand as they are; a key that does not belong and a wrong type get one here. `at` is where the checked value stands. */
export function issuesOf(issue: z.core.$ZodIssue, at: string): readonly Issue[] {
  const pointer =
    at + issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${key}`,
      rule: 'V08',
      message: `“${key}”不是可以填写的项目（合计、比率、预警灯由系统计算），请删除后重新提交。`,
    }));
  }
  const rule = issue.code === 'custom' ? String(issue.params?.['rule'] ?? 'form') : 'form';
  const own = /\p{Script=Han}/u.test(issue.message);
  return [
    { pointer, rule, message: own ? issue.message : `“${pointer}”的内容不符合填写要求，请按表式填写。` },
  ];
}
