/**
 * What could not be delivered in spite of all retries: told loudly and kept, one JSON object per line, for a person to look
 * at. It stands for the queues of dead letters that a template names.
 */
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from './parts.ts';

export interface DeadLetter {
  /** What wanted to deliver: a rule, a schedule, a stream mapping, a caller. */
  readonly source: string;
  readonly functionName: string;
  readonly payload: unknown;
  /** Why it was given up. */
  readonly reason: string;
}

export interface KeptLetter extends DeadLetter {
  /** When it was given up. */
  readonly at: string;
}

export interface DeadLetters {
  /** Resolves when the letter is on disk. */
  keep(letter: DeadLetter): Promise<void>;
  /** All of them, in the order in which they were given up. */
  all(): Promise<readonly KeptLetter[]>;
}

export interface DeadLettersOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

const keptLetter = z.object({
  at: z.string(),
  source: z.string(),
  functionName: z.string(),
  payload: z.unknown(),
  reason: z.string(),
}) satisfies z.ZodType<KeptLetter>;

export function createDeadLetters({ file, clock, log }: DeadLettersOptions): DeadLetters {
  // One after the other: two letters must not write into each other's line.
  let last: Promise<void> = Promise.resolve();
  return {
    keep(letter) {
      const at = new Date(clock.now()).toISOString();
      log(JSON.stringify({ at, level: 'ERROR', deadLetter: letter, keptIn: file }));
      const kept = last.then(() => append(file, `${JSON.stringify({ at, ...letter })}\n`));
      last = kept.catch(() => undefined);
      return kept;
    },

    async all() {
      await last;
      const text = existsSync(file) ? await readFile(file, 'utf8') : '';
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => z.parse(keptLetter, JSON.parse(line)));
    },
  };
}

async function append(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(line);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
