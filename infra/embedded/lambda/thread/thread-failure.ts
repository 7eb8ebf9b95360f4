/** How an error of a function is told: its name, its message and its stack, or what was thrown when it is no error. */
import type { Failure } from '../messages.ts';

/** The handler could not be loaded. */
export class LoadError extends Error {
  constructor(errorType: string, message: string) {
    super(message);
    this.name = errorType;
  }
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}
