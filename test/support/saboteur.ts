/**
 * Plants drift by the operator's own hand: what a lost delivery, a restored table or a mistake at the console would leave behind. Each kind
 * is planted so that nothing but a reconciliation can find it.
 */

import { DynamoDBClient, GetItemCommand, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import { openReconcileLedger } from '../../shared/aws/reconcile-ledger.ts';
import { parseDispositionId } from '../../shared/contract/disposition.ts';
import { dispositionKey } from '../../shared/contract/disposition-key.ts';
import { parseFilingId, parseReportId } from '../../shared/contract/field.ts';
import { keyOf } from '../../shared/contract/item.ts';
import { archivedFilingKey } from '../../shared/contract/object-key.ts';
import { reportKeyOf } from '../../shared/contract/report-item.ts';
import { stageLetters } from '../../shared/contract/stage-letters.ts';
import type { Key } from '../../shared/contract/stream-key.ts';
import { correction } from '../../shared/domain/drift.ts';
import type { FilingRef } from '../../shared/domain/filing.ts';
import type { Bureau, FilingCase } from './bureau.ts';

export class Saboteur {
  readonly #bureau: Bureau;
  readonly #ledger: DynamoDBClient;
  readonly #machines: SFNClient;
  readonly #objects: S3Client;

  constructor(bureau: Bureau) {
    const { awsUrl: endpoint, region, credentials } = bureau.runtime;
    this.#bureau = bureau;
    this.#ledger = new DynamoDBClient({ endpoint, region, credentials });
    this.#machines = new SFNClient({ endpoint, region, credentials });
    this.#objects = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  }

  close(): void {
    this.#ledger.destroy();
    this.#machines.destroy();
    this.#objects.destroy();
  }

  async item(key: Key): Promise<Record<string, NativeAttributeValue>> {
    const { Item: item } = await this.#ledger.send(
      new GetItemCommand({ TableName: this.#table, Key: marshall(key), ConsistentRead: true }),
    );
    return item === undefined ? {} : unmarshall(item);
  }

  head(filing: FilingCase) {
    return this.item(keyOf.filing(refOf(filing)));
  }

  /** Sets, and where null is given removes, attributes of an item. */
  async update(key: Key, values: Readonly<Record<string, NativeAttributeValue>>): Promise<void> {
    const names = Object.keys(values);
    const [set, removed] = [names.filter((n) => values[n] !== null), names.filter((n) => values[n] === null)];
    const parts = [
      set.length > 0 ? `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}` : '',
      removed.length > 0 ? `REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : '',
    ];
    await this.#ledger.send(
      new UpdateItemCommand({
        TableName: this.#table,
        Key: marshall(key),
        UpdateExpression: parts.join(' '),
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ...(set.length > 0 && {
          ExpressionAttributeValues: marshall(
            Object.fromEntries(set.map((name) => [`:${name}`, values[name]])),
          ),
        }),
      }),
    );
  }

  /** Makes the counters of the filing's department right, where a sabotage is not meant to be seen in them. */
  async recount(filing: FilingCase): Promise<void> {
    const { awsUrl: endpoint, region, credentials } = this.#bureau.runtime;
    const ledger = openReconcileLedger(this.#table, { endpoint, region, credentials });
    const heads = (await ledger.filingsWithDesks(refOf(filing))).map(({ head }) => head);
    const counters = await ledger.counters(refOf(filing));
    await ledger.correctCounters(refOf(filing), counters, correction(counters, ledger.countersOf(heads)));
  }

  /** One more waits for its department than there is. */
  async miscounts(filing: FilingCase): Promise<void> {
    const key = keyOf.tally(refOf(filing));
    await this.update(key, { p: Number((await this.item(key))['p'] ?? 0) + 1 });
  }

  async #isRunning(executionArn: string): Promise<boolean> {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status } = await this.#machines.send(command).catch(() => ({ status: 'MISSING' }));
    return status === 'RUNNING';
  }

  /** A filing in review has a running execution, a token, a desk, and nothing that its machine has yet to hear; any other is well. */
  async isLookedAfter(filing: FilingCase): Promise<boolean> {
    const { st, a, r = 0, token, desk, errand } = await this.head(filing);
    const onDesk = st === stageLetters['dept-review'] || st === stageLetters['section-review'];
    if (!onDesk) return st !== stageLetters['in-transit'] && st !== stageLetters.approved;
    const isAtRest = token !== undefined && desk !== undefined && errand === undefined;
    return isAtRest && (await this.#isRunning(this.#execution(`${filing.id}-a${a}-r${r}`)));
  }

  /** The head names an execution that never was. */
  async missesExecution(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { r: 3 });
  }

  /** The execution is ended while the head speaks of another one, so that nobody who hears of it takes it up. */
  async endsExecution(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { r: 9 });
    await this.#machines.send(
      new StopExecutionCommand({ executionArn: this.#execution(`${filing.id}-a1-r0`) }),
    );
    await this.#bureau.runtime.settled();
    await this.update(keyOf.filing(refOf(filing)), { r: null });
  }

  /** The filing has left for its filler, and its execution never heard of it. */
  async leavesExecution(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), {
      st: stageLetters.returned,
      token: null,
      desk: `360733#unit-filler#${(await this.head(filing))['u']}`,
    });
    await this.recount(filing);
  }

  /** A second execution has been started beside the first, and the ledger knows it as the one. */
  async outdatesExecution(filing: FilingCase): Promise<void> {
    const { input = '{}' } = await this.#machines.send(
      new DescribeExecutionCommand({ executionArn: this.#execution(`${filing.id}-a1-r0`) }),
    );
    await this.update(keyOf.filing(refOf(filing)), { r: 1 });
    await this.#machines.send(
      new StartExecutionCommand({
        stateMachineArn: this.#bureau.runtime.outputs['FilingReviewMachine'],
        name: `${filing.id}-a1-r1`,
        input: JSON.stringify({ ...JSON.parse(input), recovery: 1, resumeFrom: 'dept-review' }),
      }),
    );
  }

  async losesToken(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { token: null });
  }

  /** The token on the head is of no gate any more, so that a decision reaches nobody. */
  async breaksToken(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { token: 'of-no-gate' });
  }

  /** The errand is gone, and the machine has not heard of the decision. */
  async losesErrand(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { errand: null });
    await this.recount(filing);
  }

  async losesDesk(filing: FilingCase): Promise<void> {
    await this.update(keyOf.filing(refOf(filing)), { desk: null });
  }

  async losesCopy(filing: FilingCase): Promise<void> {
    const Bucket = this.#bureau.runtime.outputs['ArchiveBucket'];
    await this.#objects.send(new DeleteObjectCommand({ Bucket, Key: archivedFilingKey(refOf(filing), 1) }));
  }

  /** Ends the executions of a round, of a department's half-year report and of a disposition, so that nobody hears of it. */
  async stopsMachines(round: string, department: string, disposition: string): Promise<void> {
    for (const { key, counter, executionArn } of await this.#open(round, department, disposition)) {
      const now = (await this.item(key))[counter];
      await this.update(key, { [counter]: 9 });
      await this.#machines.send(new StopExecutionCommand({ executionArn }));
      await this.#bureau.runtime.settled();
      await this.update(key, { [counter]: now });
    }
  }

  async machinesRun(round: string, department: string, disposition: string): Promise<readonly boolean[]> {
    const open = await this.#open(round, department, disposition);
    return Promise.all(open.map(({ executionArn }) => this.#isRunning(executionArn)));
  }

  async #open(round: string, department: string, disposition: string) {
    const report = `360733-2022-HY-${department}`;
    const [reportAt, dispositionAt] = [parseReportId(report), parseDispositionId(disposition)];
    if (reportAt === undefined || dispositionAt === undefined) throw new Error('ids were expected');
    const keys = {
      round: keyOf.round({ region: '360733', round }),
      report: reportKeyOf.head(reportAt),
      disposition: dispositionKey.head(dispositionAt),
    };
    const [ofRound, ofReport, ofDisposition] = await Promise.all(
      Object.values(keys).map((key) => this.item(key)),
    );
    const [runs, collects, rectifies] = [
      'RoundMachine',
      'ReportCollectionMachine',
      'RectificationMachine',
    ] as const;
    return [
      {
        ...{ key: keys.round, counter: 'reissues' },
        executionArn: this.#execution(`360733-${round}-r${ofRound?.['reissues']}`, runs),
      },
      {
        ...{ key: keys.report, counter: 'recovery' },
        executionArn: this.#execution(
          `${report}-a${ofReport?.['attempt']}-r${ofReport?.['recovery']}`,
          collects,
        ),
      },
      {
        ...{ key: keys.disposition, counter: 'recovery' },
        executionArn: this.#execution(`${disposition}-r${ofDisposition?.['recovery']}`, rectifies),
      },
    ];
  }

  get #table(): string {
    return this.#bureau.runtime.outputs['LedgerTable'] ?? '';
  }

  #execution(name: string, machine = 'FilingReviewMachine'): string {
    const arn = this.#bureau.runtime.outputs[machine] ?? '';
    return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
  }
}

export function refOf({ id }: FilingCase): FilingRef {
  const ref = parseFilingId(id);
  if (ref === undefined) throw new Error(`${id} is no filing`);
  return ref;
}

/** Every item of the ledger but those that say when somebody last looked, in the order of keys. */
export async function dumpOf({ runtime }: Bureau): Promise<readonly unknown[]> {
  const { awsUrl: endpoint, region, credentials, outputs } = runtime;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const items: Record<string, NativeAttributeValue>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: outputs['LedgerTable'] }))
    items.push(...Items.map((item) => unmarshall(item)));
  client.destroy();
  const nameOf = ({ pk, sk }: Record<string, NativeAttributeValue>) => `${pk} ${sk}`;
  return items
    .filter(({ pk }) => pk !== '360733#OPERATIONS')
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}
