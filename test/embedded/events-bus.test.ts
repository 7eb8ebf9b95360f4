/** The buses: which events reach which functions, over the wire and from within, and what PutEvents refuses. */
import { describe, expect, test } from 'vitest';
import { createAccess } from '../../infra/embedded/access.ts';
import { serveAws } from '../../infra/embedded/endpoint.ts';
import { createBus } from '../../infra/embedded/events/bus.ts';
import { matches, type Pattern, whatIsRefused } from '../../infra/embedded/events/pattern.ts';
import type { RuleSettings } from '../../infra/embedded/events/settings.ts';
import type { AsyncInvocation } from '../../infra/embedded/lambda/async-record.ts';
import type { HttpService, Principal } from '../../infra/embedded/parts.ts';
import { OPERATOR } from '../../infra/embedded/principals.ts';
import { manualClock } from '../support/manual-clock.ts';
import { signed } from './sign-aws.ts';

const region = 'cn-north-1';
const clock = manualClock('2022-07-01T01:00:00.250Z');

describe('patterns', () => {
  const event = {
    source: 'aws.states',
    detail: {
      status: 'FAILED',
      tries: 3,
      tags: ['red', 'round'],
      owner: null,
      parts: [{ size: 1 }, { size: 2 }],
    },
  };

  test.each<[string, Pattern, boolean]>([
    ['one of the alternatives', { detail: { status: ['FAILED', 'ABORTED'] } }, true],
    ['none of them', { detail: { status: ['SUCCEEDED'] } }, false],
    ['every field must fit', { source: ['aws.states'], detail: { tries: [4] } }, false],
    ['a number is no text', { detail: { tries: ['3'] } }, false],
    ['null', { detail: { owner: [null] } }, true],
    ['an element of a list', { detail: { tags: ['round'] } }, true],
    ['a structure in a list', { detail: { parts: { size: [2] } } }, true],
    ['prefix', { source: [{ prefix: 'aws.' }] }, true],
    ['suffix', { source: [{ suffix: '.s3' }] }, false],
    ['equals-ignore-case', { detail: { status: [{ 'equals-ignore-case': 'failed' }] } }, true],
    ['anything-but one', { detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
    ['anything-but several', { detail: { status: [{ 'anything-but': ['SUCCEEDED', 'ABORTED'] }] } }, true],
    ['anything-but what is not there', { detail: { cause: [{ 'anything-but': 'x' }] } }, false],
    ['exists', { detail: { status: [{ exists: true }] } }, true],
    ['exists not', { detail: { cause: [{ exists: false }] } }, true],
    ['exists not, though it does', { detail: { status: [{ exists: false }] } }, false],
  ])('%s', (_, pattern, expected) => {
    expect(whatIsRefused(pattern)).toEqual([]);
    expect(matches(pattern, event)).toBe(expected);
  });

  test.each<[string, Pattern]>([
    ['a comparison that is unknown', { a: [{ numeric: ['>', 1] }] }],
    ['one named like a method of objects', { a: [{ constructor: 'x' }] }],
    ['an alternative of two comparisons', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['a comparison inside another', { a: [{ 'anything-but': { prefix: 'x' } }] }],
    ['an operand of the wrong kind', { a: [{ exists: 'yes' }] }],
    ['a value outside a list', { a: 'x' }],
    ['an empty list', { a: { b: [] } }],
  ])('%s is refused', (_, pattern) => {
    expect(whatIsRefused(pattern)).toHaveLength(1);
  });
});

const rules: RuleSettings[] = [
  { name: 'broken', arn: 'r1', pattern: { source: ['aws.states'] }, targets: [{ functionArn: 'recover' }] },
  {
    name: 'filed',
    arn: 'r2',
    pattern: { source: ['county'], 'detail-type': ['Filed'] },
    targets: [{ functionArn: 'remind', input: '{"fixed":true}' }, { functionArn: 'record' }],
  },
];

const county = { name: 'county', arn: `arn:aws-cn:events:${region}:000000000000:event-bus/county` };
rules.push({
  name: 'heard',
  arn: 'r3',
  bus: 'county',
  pattern: { source: ['county'] },
  targets: [{ functionArn: 'hear' }],
});

function openBus() {
  const taken: AsyncInvocation[][] = [];
  const access = createAccess({
    sender: [
      {
        Effect: 'Allow',
        Action: ['events:PutEvents'],
        Resource: [`arn:aws-cn:events:${region}:*:event-bus/default`],
      },
    ],
    announcer: [{ Effect: 'Allow', Action: ['events:PutEvents'], Resource: [county.arn] }],
  });
  const bus = createBus({
    buses: [county],
    rules,
    enqueue: async (invocations) => void taken.push([...invocations]),
    clock,
    access,
    region,
    partition: 'aws-cn',
  });
  return { bus, taken };
}

const principal = (name: string): Principal => ({
  name,
  accessKeyId: `AKIA${name}`,
  secretAccessKey: 'secret',
});
const filed = { Source: 'county', DetailType: 'Filed', Detail: '{"filing":"f1"}' };

describe('the default bus', () => {
  test('an event from within reaches the functions of the rules that it fits, in one durable step', async () => {
    const { bus, taken } = openBus();
    await bus.emit({
      source: 'aws.states',
      'detail-type': 'Ended',
      detail: { status: 'FAILED' },
      resources: ['arn'],
    });
    expect(taken).toEqual([
      [
        {
          functionName: 'recover',
          source: 'rule broken',
          payload: {
            version: '0',
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            account: '000000000000',
            region,
            time: '2022-07-01T01:00:00Z',
            source: 'aws.states',
            'detail-type': 'Ended',
            detail: { status: 'FAILED' },
            resources: ['arn'],
          },
        },
      ],
    ]);
  });

  test('a target with an input gets that in place of the event', async () => {
    const { bus, taken } = openBus();
    await bus.call('PutEvents', { Entries: [{ ...filed, Time: 1_656_000_000 }] }, principal(OPERATOR));
    expect(taken).toMatchObject([
      [
        { functionName: 'remind', payload: { fixed: true } },
        { functionName: 'record', payload: { detail: { filing: 'f1' }, time: '2022-06-23T16:00:00Z' } },
      ],
    ]);
  });

  test.each(['county', county.arn])('one besides it, as %s, reaches its own rules alone', async (named) => {
    const { bus, taken } = openBus();
    const entry = { ...filed, EventBusName: named };
    expect(await bus.call('PutEvents', { Entries: [entry] }, principal('announcer'))).toMatchObject({
      FailedEntryCount: 0,
    });
    expect(taken.flat().map(({ functionName }) => functionName)).toEqual(['hear']);
  });

  test('who may send to one bus may not send to another', async () => {
    const { bus, taken } = openBus();
    const both = { Entries: [filed, { ...filed, EventBusName: 'county' }] };
    for (const sender of ['sender', 'announcer'])
      await expect(bus.call('PutEvents', both, principal(sender))).rejects.toThrow(/not authorized/);
    expect(taken).toEqual([]);
  });

  test('PutEvents over the wire', async () => {
    const { bus, taken } = openBus();
    const sender = principal('sender');
    const nothing: HttpService = { serve: async (_, response) => void response.writeHead(501).end() };
    const endpoint = await serveAws({
      port: 0,
      json: [bus],
      lambda: nothing,
      s3: nothing,
      principals: (id) => (id === sender.accessKeyId ? sender : undefined),
      clock,
    });
    const body = JSON.stringify({ Entries: [filed, { ...filed, Detail: '{' }] });
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
    const signing = { service: 'events', region, principal: sender, now: clock.now() };
    const url = `${endpoint.url}/`;
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: signed('POST', url, { body, headers }, signing),
    });
    await endpoint.stop();
    expect(await response.json()).toEqual({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, expect.objectContaining({ ErrorCode: 'MalformedDetail' })],
    });
    expect(taken).toHaveLength(1);
  });

  test.each([
    ['aws.s3 as its source', { ...filed, Source: 'aws.s3' }, 'NotAuthorizedForSource'],
    ['another bus', { ...filed, EventBusName: 'other' }, 'InvalidArgument'],
    ['no source', { ...filed, Source: '' }, 'InvalidArgument'],
    ['a detail that is a list', { ...filed, Detail: '[]' }, 'MalformedDetail'],
    ['a member that is not carried out', { ...filed, TraceHeader: 'x' }, 'InvalidArgument'],
  ])('an entry with %s fails alone', async (_, entry, code) => {
    const { bus, taken } = openBus();
    const answer = await bus.call('PutEvents', { Entries: [entry, filed] }, principal(OPERATOR));
    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }, { EventId: expect.any(String) }],
    });
    expect(taken).toHaveLength(1);
  });

  test('too much, too many, no grant and other operations are refused as a whole', async () => {
    const { bus, taken } = openBus();
    const operator = principal(OPERATOR);
    const vast = { ...filed, Detail: JSON.stringify({ text: 'x'.repeat(1_100_000) }) };
    await expect(bus.call('PutEvents', { Entries: Array(11).fill(filed) }, operator)).rejects.toThrow(
      /1 to 10/,
    );
    await expect(bus.call('PutEvents', { Entries: [vast] }, operator)).rejects.toThrow(/over the limit/);
    await expect(bus.call('PutEvents', { Entries: [filed] }, principal('nobody'))).rejects.toThrow(
      /not authorized/,
    );
    await expect(bus.call('PutRule', {}, operator)).rejects.toThrow(/not PutRule/);
    expect(taken).toEqual([]);
  });

  test('a rule that can not be carried out stops the boot', () => {
    const rule = { name: 'odd', arn: 'r', pattern: { a: [{ numeric: ['>', 1] }] }, targets: [] };
    const { enqueue, access } = { enqueue: async () => undefined, access: createAccess({}) };
    expect(() => createBus({ rules: [rule], enqueue, access, clock, region, partition: 'aws' })).toThrow(
      /rule odd: /,
    );
  });
});
