/** What one approved filing costs in the cloud, counted by the embedded services: counts do not depend on the machine. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import { costOf } from '../bench/counts.ts';
import type { Bureau } from '../support/bureau.ts';
import { testInOpenRound } from '../support/test.ts';

/** A round is open, and the same people have taken one filing through: sign-ins and targets are known to the functions. */
const test = testInOpenRound.extend<{ warm: boolean }>({
  warm: [
    async ({ bureau, open: _ }, use) => {
      await costOf(bureau, bureau.halfYear('101P01'));
      await costOf(bureau, bureau.halfYear('101P03'));
      await use(true);
    },
    { scope: 'file', auto: true },
  ],
});

test('a project passes four states and leaves 21 events of history', async ({ bureau }) => {
  expect(await costOf(bureau, bureau.halfYear('101P02'))).toMatchObject({
    statesEntered: 4,
    historyEvents: 21,
  });
});

test('overall expenditure passes three states', async ({ bureau }) => {
  expect(await costOf(bureau, bureau.halfYear('101Z00'))).toMatchObject({ statesEntered: 3 });
});

// Twelve read units for the way itself, and three for what the rules look at on it: the neighbours' heads and the files at the
// submission, round, subject and content once more at the last approval, the evaluation for the frozen copy.
test('an approved project costs at most 56 write units and 15 read units, its save included', async ({
  bureau,
}) => {
  const { writeUnits, readUnits } = await costOf(bureau, bureau.halfYear('101P04'));
  expect(writeUnits).toBeLessThanOrEqual(56);
  expect(readUnits).toBeLessThanOrEqual(15);
});

test('the head is at most 300 bytes besides its token on every desk, so that a stage is one write unit', async ({
  bureau,
}) => {
  const filing = bureau.halfYear('101T01');
  const sizes = [];
  await filing.isFiled();
  sizes.push(await headSize(bureau, '101T01'));
  await filing.isApproved();
  sizes.push(await headSize(bureau, '101T01'));
  await filing.isApproved();
  sizes.push(await headSize(bureau, '101T01'));
  // Reopened, it carries what is in force beside what is under way.
  await filing.isReopened();
  await filing.isFiled();
  await filing.isApproved();
  sizes.push(await headSize(bureau, '101T01'));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(300);
});

async function headSize({ runtime }: Bureau, subject: string): Promise<number> {
  const { awsUrl: endpoint, region, credentials } = runtime;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const key = { pk: { S: '360733#2022-H1#101' }, sk: { S: `HEAD#${subject}` } };
  const { Item: item = {} } = await client.send(
    new GetItemCommand({ TableName: runtime.outputs['LedgerTable'], Key: key }),
  );
  client.destroy();
  const { token: _, ...rest } = unmarshall(item);
  return sizeOf(rest);
}

/** The size of a value by DynamoDB's rules: names and texts by their bytes, numbers two digits a byte, one byte per nested value. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/0+$/, '').length / 2) + 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return 3 + value.reduce((sum: number, each) => sum + 1 + sizeOf(each), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, each]) => sum + name.length + sizeOf(each), 0);
}
