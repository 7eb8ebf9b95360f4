/** Stages as one letter each: heads and counters are billed by their bytes. */
import type { Stage } from '../domain/filing.ts';

export const stageLetters = {
  'not-started': 'n',
  draft: 'd',
  returned: 'r',
  'in-transit': 't',
  'dept-review': 'p',
  'section-review': 's',
  approved: 'a',
  archived: 'z',
  exempt: 'e',
} as const satisfies Readonly<Record<Stage, string>>;
