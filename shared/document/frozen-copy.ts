/** The frozen copy of an approved filing, as the archive keeps it: the content as it was digested, with the evaluation of its submission. */
import * as z from 'zod/mini';
import { content as contentSchema } from '../contract/content.ts';
import { evaluation as evaluationSchema } from '../contract/evaluation.ts';
import { formatFilingId } from '../contract/field.ts';
import type { Content } from '../domain/content.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import type { FilingHead } from '../domain/filing.ts';

interface Kept {
  content(head: FilingHead): Promise<Content | undefined>;
  evaluation(head: FilingHead): Promise<Evaluation | undefined>;
  digest(content: Content): string;
}

/** A content that no longer bears the approved digest is a defect and goes nowhere. */
export async function frozenCopy(ledger: Kept, head: FilingHead): Promise<string> {
  const [content, evaluation] = await Promise.all([ledger.content(head), ledger.evaluation(head)]);
  if (content === undefined || evaluation === undefined || ledger.digest(content) !== head.content?.digest) {
    throw new Error(`content of ${formatFilingId(head)} does not bear the approved digest`);
  }
  const { digest } = head.content;
  return JSON.stringify({
    filing: formatFilingId(head),
    attempt: head.attempt,
    edition: head.reopenings + 1,
    digest,
    content: z.encode(contentSchema, content),
    evaluation: z.encode(evaluationSchema, evaluation),
  });
}
