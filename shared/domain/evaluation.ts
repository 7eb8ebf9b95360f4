/** The evaluation of a filing (监控结果): figures, lights and findings, computed on 送审 and kept with it under the rule set of that day. */
import { checkContent } from './checks.ts';
import type { Content } from './content.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Finding } from './finding.ts';
import type { Ground } from './ground.ts';

export interface Evaluation extends Figures {
  /** Everything the rules had to say, answered or not, in the form's order. */
  readonly findings: readonly Finding[];
}

export function evaluate(content: Content, ground: Ground): Evaluation {
  const figures = figuresOf(content, ground);
  return { ...figures, findings: checkContent(content, figures, ground) };
}
