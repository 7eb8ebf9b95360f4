/**
 * The wire between a function and AWS, on which one call may go wrong: it is never sent; it is carried out and its answer is lost; the
 * function is killed when it has been carried out; or it is held back until a test lets it go. Below the wire are real engines.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Handler = DynamoDBClient['config']['requestHandler'];
type Asked = Parameters<Handler['handle']>;

export const mishaps = ['unsent', 'unheard', 'killed'] as const;
export type Mishap = (typeof mishaps)[number];

const never = new Promise<never>(() => undefined);

export class Wire {
  /** What has been asked over it, in order. */
  readonly calls: string[] = [];
  /** Resolves when the function is dead. */
  readonly death: Promise<void>;
  readonly #below: Handler = new DynamoDBClient({ maxAttempts: 1 }).config.requestHandler;
  readonly #mishap: { readonly at: number; readonly how: Mishap } | undefined;
  #die: () => void = () => undefined;
  #isDead = false;
  #held: { readonly operation: string; readonly arrived: () => void; readonly go: Promise<void> } | undefined;

  constructor(mishap?: { readonly at: number; readonly how: Mishap }) {
    this.#mishap = mishap;
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  /** For the configuration of a client; it repeats nothing, so that each call is one. */
  get client() {
    const handle = (...asked: Asked) => this.#handle(...asked);
    const { metadata } = this.#below;
    const requestHandler: Pick<Handler, 'handle' | 'metadata'> = { handle, ...(metadata && { metadata }) };
    return { maxAttempts: 1, requestHandler };
  }

  /** Runs a function to its end, or to its death. */
  async carries(run: () => Promise<unknown>): Promise<'done' | 'failed' | 'killed'> {
    const done = run().then(
      () => 'done' as const,
      () => 'failed' as const,
    );
    return Promise.race([done, this.death.then(() => 'killed' as const)]);
  }

  /** Holds the next call of this operation back: `arrived` when it is about to be sent, sent when it is let `go`. */
  holds(operation: string): { readonly arrived: Promise<void>; go(): void } {
    let go: () => void = () => undefined;
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const release = new Promise<void>((resolve) => {
      go = resolve;
    });
    this.#held = { operation, arrived: arrive, go: release };
    return { arrived, go: () => go() };
  }

  async #handle(...asked: Asked): ReturnType<Handler['handle']> {
    if (this.#isDead) return never;
    const [request] = asked;
    const operation = operationOf(request);
    this.calls.push(operation);
    const isStruck = this.calls.length === this.#mishap?.at;
    if (isStruck && this.#mishap?.how === 'unsent') throw lost();
    if (this.#held?.operation === operation) {
      const { arrived, go } = this.#held;
      this.#held = undefined;
      arrived();
      await go;
    }
    const answer = await this.#below.handle(...asked);
    if (!isStruck) return answer;
    if (this.#mishap?.how === 'unheard') throw lost();
    this.#isDead = true;
    this.#die();
    return never;
  }
}

function lost(): Error {
  return Object.assign(new Error('the connection is gone'), { name: 'TimeoutError', code: 'ECONNRESET' });
}

/** `TransactWriteItems` of DynamoDB; of S3 the method, and what it does with the object. */
function operationOf({ headers, method, path, query }: Asked[0]): string {
  const target = headers['x-amz-target']?.split('.')[1];
  if (target !== undefined) return target;
  const copy = headers['x-amz-copy-source'] === undefined ? '' : ' copy';
  const part = Object.keys(query ?? {}).find((name) => name !== 'x-id') ?? '';
  const file = path.split('/').at(-1)?.replace(/^.*\./, '') ?? '';
  return [method, copy.trim(), part, file].filter((word) => word !== '').join(' ');
}
