/**
 * Which errors a Retrier or Catcher takes. The wildcards are not equal: States.ALL leaves out the two terminal errors,
 * States.TaskFailed leaves out timeouts too, and a missed heartbeat answers to its own name as well as to States.Timeout.
 */
const PREDEFINED = new Set([
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
]);

const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);
const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

export function isKnownErrorName(name: string): boolean {
  return !name.startsWith('States.') || PREDEFINED.has(name);
}

export function matchesError(errorEquals: readonly string[], error: string): boolean {
  return errorEquals.some((name) => matchesName(name, error));
}

function matchesName(name: string, error: string): boolean {
  if (name === error) return error !== 'States.Runtime';
  if (name === 'States.ALL') return !TERMINAL.has(error);
  if (name === 'States.TaskFailed') return !TERMINAL.has(error) && !TIMEOUTS.has(error);
  return name === 'States.Timeout' && error === 'States.HeartbeatTimeout';
}

/** A missed heartbeat is shown to the world as the timeout it is; only Retry and Catch know the finer name. */
export function shownName(error: string): string {
  return error === 'States.HeartbeatTimeout' ? 'States.Timeout' : error;
}
