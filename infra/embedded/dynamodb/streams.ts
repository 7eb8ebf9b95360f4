/**
 * The streams of all tables: hands committed records to the subscribers of their stream and lets the log delete a row
 * when every subscriber is done with it. A record without subscribers is kept for the first that comes; subscribers that
 * come in one turn of the event loop all get it.
 */
import type { Clock, Stoppable } from '../parts.ts';
import type { Row, StreamLog } from './stream-log.ts';
import { recordsOf } from './stream-log.ts';
import type { StreamRecord } from './stream-record.ts';
import { type Deliver, type Delivery, Subscriber, type Subscription } from './stream-subscriber.ts';

export interface Streams {
  /**
   * Records of the stream from the oldest one kept, in batches. Stopping the subscription keeps what it has not
   * accepted for the next start.
   */
  subscribe(streamArn: string, settings: Subscription, deliver: Deliver): Stoppable;
  /** Resolves when all records are delivered, apart from those that wait for the clock: see `Subscriber.idle`. */
  settled(): Promise<void>;
}

export interface StreamHub extends Streams, Stoppable {
  /** Takes the records of a row whose write is committed. */
  publish(row: Row): void;
}

interface Kept {
  readonly record: StreamRecord;
  readonly row: { readonly row: Row; open: number };
  /** Who is not done with it yet. */
  readonly open: Set<Subscriber>;
}

interface Channel {
  readonly kept: Map<string, Kept>;
  readonly subscribers: Map<string, Subscriber>;
}

export function createStreams(log: StreamLog, clock: Clock, streamArns: readonly string[]): StreamHub {
  const channels = new Map<string, Channel>(
    streamArns.map((arn) => [arn, { kept: new Map(), subscribers: new Map() }]),
  );
  const everyone = new Set<Subscriber>();
  let waiters: (() => void)[] = [];

  const settled = () => [...everyone].every((subscriber) => subscriber.idle());

  function rested(): void {
    if (waiters.length === 0 || !settled()) return;
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  }

  function channelOf(streamArn: string): Channel {
    const channel = channels.get(streamArn);
    if (channel === undefined) throw new Error(`No table of the template has the stream ${streamArn}.`);
    return channel;
  }

  function publish(row: Row): void {
    const records = recordsOf(row);
    if (records.length === 0) log.trim(row);
    const counted = { row, open: records.length };
    const touched = new Set<Channel>();
    const fresh: Kept[] = [];
    for (const record of records) {
      const channel = channels.get(record.streamArn);
      // The table has lost its stream since the row was written.
      if (channel === undefined) {
        closeOne(counted);
        continue;
      }
      const kept: Kept = { record, row: counted, open: new Set(channel.subscribers.values()) };
      channel.kept.set(record.eventID, kept);
      fresh.push(kept);
      touched.add(channel);
    }
    for (const channel of touched)
      for (const subscriber of channel.subscribers.values())
        subscriber.offer(fresh.filter((kept) => kept.open.has(subscriber)).map(delivery));
  }

  function closeOne(counted: Kept['row']): void {
    counted.open -= 1;
    if (counted.open === 0) log.trim(counted.row);
  }

  function accept(channel: Channel, eventID: string, subscriber: Subscriber): void {
    const kept = channel.kept.get(eventID);
    if (kept === undefined || !kept.open.delete(subscriber) || kept.open.size > 0) return;
    channel.kept.delete(eventID);
    closeOne(kept.row);
  }

  for (const row of log.left) publish(row);

  return {
    publish,
    subscribe(streamArn, subscription, deliver) {
      const channel = channelOf(streamArn);
      if (channel.subscribers.has(subscription.name))
        throw new Error(`The stream ${streamArn} has a subscriber named ${subscription.name} already.`);
      const subscriber: Subscriber = new Subscriber({
        subscription,
        deliver,
        clock,
        rested,
        done: ({ record }) => accept(channel, record.eventID, subscriber),
      });
      channel.subscribers.set(subscription.name, subscriber);
      everyone.add(subscriber);
      for (const kept of channel.kept.values()) kept.open.add(subscriber);
      subscriber.offer([...channel.kept.values()].map(delivery));
      return {
        async stop() {
          await subscriber.stop();
          everyone.delete(subscriber);
          rested();
        },
      };
    },
    settled() {
      if (settled()) return Promise.resolve();
      return new Promise((resolve) => {
        waiters.push(resolve);
      });
    },
    async stop() {
      await Promise.all([...everyone].map((subscriber) => subscriber.stop()));
      await log.flush();
    },
  };
}

function delivery({ record }: Kept): Delivery {
  return { record, identity: JSON.stringify([record.streamArn, record.keys]), attempts: 0 };
}
