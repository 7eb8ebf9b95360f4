/** One request to S3 as its handler sees it, and the answer it gives back; only `server.ts` touches the socket. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Clock, Principal } from '../parts.ts';
import type { Signature } from '../sigv4.ts';
import type { Catalog } from './catalog.ts';
import type { FileStore } from './file-store.ts';
import type { Outbox } from './outbox.ts';
import type { Queue } from './queue.ts';
import type { BucketSettings } from './settings.ts';
import type { Uploads } from './uploads.ts';

/** The `access` of the options: throws AccessDenied. The resource is `bucket` or `bucket/key`. */
export type Access = (principal: Principal, action: string, resource: string) => void;

/** What all handlers work with. */
export interface Store {
  readonly buckets: ReadonlyMap<string, BucketSettings>;
  readonly files: FileStore;
  readonly catalog: Catalog;
  readonly uploads: Uploads;
  readonly outbox: Outbox;
  /** Makes changes of one key wait for each other. */
  readonly queue: Queue;
  readonly clock: Clock;
  readonly access: Access;
}

/** A request whose signature has been accepted; `key` is empty for calls on the bucket itself. */
export interface Call {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly bucket: BucketSettings;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names; `x-amz-…` parameters of a presigned URL stand among them, as S3 reads them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly signature: Signature;
  /** How the body is covered by the signature: a SHA-256, `UNSIGNED-PAYLOAD` or one of the `STREAMING-…` words. */
  readonly payload: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

export type Handler = (call: Call, store: Store) => Promise<Answer>;

/** The decision of IAM on this call's own key. */
export function permit(call: Call, store: Store, action: string): void {
  const resource = call.key === '' ? call.bucket.name : `${call.bucket.name}/${call.key}`;
  store.access(call.signature.principal, action, resource);
}
