/**
 * A failure inside a machine, as ASL sees it: an error name with a cause, which Retry and Catch can match. Everything else
 * that is thrown is a defect of the engine.
 */
export class StateFault extends Error {
  readonly error: string;
  override readonly cause: string | undefined;
  /** The field whose expression failed, for the history. */
  readonly location: string | undefined;
  constructor(error: string, cause: string | undefined, location?: string) {
    super(cause ?? error);
    this.error = error;
    this.cause = cause;
    this.location = location;
  }
}

export function queryFault(location: string, reason: string): StateFault {
  return new StateFault('States.QueryEvaluationError', `Field '${location}': ${reason}`, location);
}

export function sizeFault(what: string): StateFault {
  return new StateFault(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
