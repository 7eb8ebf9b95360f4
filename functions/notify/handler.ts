/**
 * Tells people the news and the rest of the world what has happened. Fed by the table's stream, of which it takes only keys; every two
 * minutes it looks for news that the stream may have missed. The stream is speed, the sweep is the guarantee.
 */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { composeBus, composeNewsLedger, now } from '../../shared/compose.ts';
import { type Key, newsOf } from '../../shared/contract/stream-key.ts';
import { errorFields, log } from '../../shared/edge/log.ts';
import { announce } from './announce.ts';
import { sweep } from './sweep.ts';
import { tell } from './tell.ts';

const ports = { ledger: composeNewsLedger(), bus: composeBus(), now };

type Sweep = { readonly sweep: true };

export async function handler(
  event: DynamoDBStreamEvent | Sweep,
): Promise<DynamoDBBatchResponse | { told: number }> {
  if ('sweep' in event) return { told: await sweep(ports) };
  const [news, facts] = [event.Records.filter(isNews), event.Records.filter((record) => !isNews(record))];
  const announcing = facts.length > 0 && {
    records: facts,
    work: () =>
      announce(
        ports.bus,
        facts.map((record) => ({ key: keyOf(record), at: atOf(record) })),
      ),
  };
  const telling = news.map((record) => ({ records: [record], work: () => tellOf(record) }));
  const failed = await Promise.all([...(announcing ? [announcing] : []), ...telling].map(failures));
  return { batchItemFailures: failed.flat() };
}

function keyOf({ dynamodb }: DynamoDBRecord): Key {
  return { pk: dynamodb?.Keys?.['pk']?.S ?? '', sk: dynamodb?.Keys?.['sk']?.S ?? '' };
}

/** When the stream took it up: the same for every delivery. */
function atOf({ dynamodb }: DynamoDBRecord): number {
  return (dynamodb?.ApproximateCreationDateTime ?? 0) * 1000;
}

function isNews(record: DynamoDBRecord): boolean {
  return newsOf(keyOf(record)) !== undefined;
}

async function tellOf(record: DynamoDBRecord): Promise<void> {
  const news = newsOf(keyOf(record));
  if (news !== undefined) await tell(ports, news.region, news.id);
}

/** The records that are to be delivered again; what was announced of them bears the same ids then. */
async function failures({
  records,
  work,
}: {
  readonly records: readonly DynamoDBRecord[];
  readonly work: () => Promise<void>;
}): Promise<DynamoDBBatchResponse['batchItemFailures']> {
  try {
    await work();
    return [];
  } catch (error) {
    log('fault', errorFields(error));
    return records.map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? '' }));
  }
}
