/** 3.3, quality R19: whoever watches over the county has every chain walked, and what somebody did to the table itself is found. */
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect } from 'vitest';
import { sealOnto } from '../../shared/aws/seal.ts';
import type { Item } from '../../shared/aws/table.ts';
import { parseFilingId } from '../../shared/contract/field.ts';
import { keyOf } from '../../shared/contract/item.ts';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { testInOpenRound as test } from '../support/test.ts';

const of = (department: string, round = '2022-H1') => ({ query: { round, department } });

/** Lays hands on the events of a filing, past everything that the system allows. */
async function tampers(
  { bureau, id }: FilingCase,
  bend: (events: readonly Item[]) => { readonly put?: Item; readonly remove?: Item },
): Promise<void> {
  const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const TableName = outputs['LedgerTable'] ?? '';
  const ref = parseFilingId(id);
  if (ref === undefined) throw new Error(`${id} is no filing`);
  const { pk, sk } = keyOf.filingEvents(ref);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: marshall({ ':pk': pk, ':sk': sk }),
    }),
  );
  const { put, remove } = bend(Items.map((item) => unmarshall(item)));
  if (put !== undefined) await client.send(new PutItemCommand({ TableName, Item: marshall(put) }));
  if (remove !== undefined) {
    const Key = marshall({ pk: remove['pk'], sk: remove['sk'] });
    await client.send(new DeleteItemCommand({ TableName, Key }));
  }
  client.destroy();
}

const tamperings: readonly (readonly [string, string, Parameters<typeof tampers>[1], string])[] = [
  [
    'an instant edited',
    '102P01',
    ([, event = {}]) => ({ put: { ...event, body: String(event['body']).replace(/"at":(\d)/, '"at":1$1') } }),
    'broken',
  ],
  [
    'a body that is no longer JSON',
    '103P01',
    ([, event = {}]) => ({ put: { ...event, body: '{' } }),
    'broken',
  ],
  ['an event removed', '104P01', ([, event]) => (event === undefined ? {} : { remove: event }), 'broken'],
  [
    'the end cut off',
    '105P01',
    (events) => {
      const last = events.at(-1);
      return last === undefined ? {} : { remove: last };
    },
    'cut',
  ],
  [
    'the last event sealed anew by somebody who knows how',
    '106P01',
    (events) => {
      const [before, last] = [JSON.parse(String(events.at(-2)?.['body'])), events.at(-1) ?? {}];
      const hash = Buffer.from(events.at(-2)?.['hash']).toString('base64url');
      const { at, by, fact } = JSON.parse(String(last['body']));
      const forged = sealOnto({ seq: before.seq, hash }, { at: at + 1, by, fact });
      return { put: { ...last, body: forged.body, hash: Buffer.from(forged.hash, 'base64url') } };
    },
    'rewritten',
  ],
];

const verdicts = async (bureau: Bureau, department: string) => {
  const { holds, chains } = await bureau.ask('auditor', 'verifyChains', of(department));
  return { holds, bad: chains.filter(({ verdict }) => verdict !== 'holds') };
};

describe('3.3 R19 the chains of a department', () => {
  test('filings, report and disposition: all hold, and each says how many events it has', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isProposed();
    const { holds, chains } = await bureau.ask('101-reviewer', 'verifyChains', of('101'));
    expect(holds).toBe(true);
    expect(new Set(chains.map((chain) => chain.of))).toEqual(new Set(['filing', 'report', 'disposition']));
    const { events } = await bureau.ask('auditor', 'readEvents', filing.params);
    expect(chains.find(({ document }) => document === filing.id)).toMatchObject({
      events: events.length,
      words: `共${events.length}个事件，逐个相扣，与现状一致。`,
    });
  });

  for (const [what, subject, bend, verdict] of tamperings)
    test(`${what} is found: ${verdict}`, async ({ bureau }) => {
      const filing = bureau.halfYear(subject);
      await filing.isFiled();
      const department = subject.slice(0, 3);
      expect(await verdicts(bureau, department)).toEqual({ holds: true, bad: [] });
      await tampers(filing, bend);
      expect(await verdicts(bureau, department)).toMatchObject({
        holds: false,
        bad: [{ of: 'filing', document: filing.id, verdict }],
      });
    });

  test('for the department itself and those who watch over the county, and for nobody else', async ({
    bureau,
  }) => {
    for (const member of ['107-filler', '107-reviewer', 'finance-office', 'auditor', 'archivist'])
      expect((await bureau.ask(member, 'verifyChains', of('107'))).holds).toBe(true);
    for (const stranger of ['101-reviewer', '107001-filler', 's01-reviewer', 'admin'])
      expect((await bureau.refused(stranger, 'verifyChains', of('107'))).status).toBe(404);
    for (const absent of [of('999'), of('107', '2022-Q3'), of('107', '2021-H1')])
      expect((await bureau.refused('auditor', 'verifyChains', absent)).status).toBe(404);
  });
});
