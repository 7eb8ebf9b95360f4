/** The second argument of a handler. The time that is left is the machine's: a jump of the clock takes none of it. */
import type { ThreadStart } from '../messages.ts';

export function createContext(start: ThreadStart, awsRequestId: string, timeoutMs: number) {
  const end = performance.now() + timeoutMs;
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMb),
    logGroupName: start.logGroupName,
    logStreamName: start.logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(end - performance.now())),
  };
}
