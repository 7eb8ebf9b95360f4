import type { Evaluation } from '../../shared/domain/evaluation.ts';
import { type Finding, hinders } from '../../shared/domain/finding.ts';
import { type Issue, refusalWith } from '../../shared/domain/refusal.ts';
import { deny } from '../../shared/domain/result.ts';

/** The refusal that names every finding in the way; null when there is none. */
export function hindrances({ findings }: Evaluation, code: 'checks-failed' | 'recheck-failed') {
  const hindering = findings.filter(hinders);
  return hindering.length === 0 ? null : deny(refusalWith(code, hindering.map(issueOf)));
}

function issueOf({ pointer, rule, message, level, answer }: Finding): Issue {
  return { pointer, rule, message, level, ...(answer && { answerAt: answer.at }) };
}
