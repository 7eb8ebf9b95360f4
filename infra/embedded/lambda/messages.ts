/** What the host and the thread of a function say to each other. Payloads cross as JSON text, exactly as on AWS's wire. */

/** Given to a thread when it starts. */
export interface ThreadStart {
  readonly folder: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Milliseconds that a virtual clock is ahead of the machine's; undefined follows the machine. */
  readonly offset: Float64Array | undefined;
}

/** One invocation. */
export interface Job {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
}

export type LogLevel = 'DEBUG' | 'ERROR' | 'INFO' | 'TRACE' | 'WARN';

/** A failure as Lambda words it. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly text: string }
  | { readonly kind: 'done'; readonly payload: string }
  /** `fatal` means that the thread can't go on. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly fatal: boolean };
