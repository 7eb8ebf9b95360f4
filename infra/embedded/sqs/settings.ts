/** A queue of dead letters. */
export interface QueueSettings {
  readonly arn: string;
  readonly url: string;
}
