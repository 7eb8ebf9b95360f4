/** The checks before 送审 (V01 to V35), run by the same code wherever a content is judged. */
import type { Content } from './content.ts';
import type { Figures } from './figures.ts';
import type { Finding } from './finding.ts';
import type { Ground } from './ground.ts';
import { validate } from './validation.ts';

export function checkContent(content: Content, _figures: Figures, ground: Ground): readonly Finding[] {
  const { subject, target, cutoffMonth, emphasis } = ground;
  const issues = validate(content, { kind: subject.kind, target, cutoffMonth, emphasis });
  return issues.map((issue) => ({ ...issue, level: 'block', answer: null }));
}
