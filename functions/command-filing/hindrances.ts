import type { Evaluation } from '../../shared/domain/evaluation.ts';
import { hindrancesIn } from '../../shared/domain/hindrances.ts';
import { deny } from '../../shared/domain/result.ts';

/** The refusal that names every finding in the way; null when there is none. */
export function hindrances({ findings }: Evaluation, code: 'checks-failed' | 'recheck-failed') {
  const refused = hindrancesIn(findings, code);
  return refused === null ? null : deny(refused);
}
