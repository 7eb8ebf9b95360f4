/** The refusal that names every finding in the way; null when there is none. */
import { type Finding, hinders } from './finding.ts';
import { type Issue, type Refusal, refusalWith } from './refusal.ts';

export function hindrancesIn(
  findings: readonly Finding[],
  code: Parameters<typeof refusalWith>[0],
): Refusal | null {
  const hindering = findings.filter(hinders);
  return hindering.length === 0 ? null : refusalWith(code, hindering.map(issueOf));
}

function issueOf({ pointer, rule, message, level, answer }: Finding): Issue {
  return { pointer, rule, message, level, ...(answer && { answerAt: answer.at }) };
}
