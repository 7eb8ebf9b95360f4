/** What wakes the functions that nobody calls, and where an event ends that cannot be handled. */
import { beforeAll, describe, expect, test } from 'vitest';
import { partitions } from '../../infra/cloud/place.ts';
import { errandFilter, newsFilter } from '../../infra/cloud/triggers.ts';
import { matches } from '../../infra/embedded/events/pattern.ts';
import { keyOf } from '../../shared/contract/item.ts';
import { announcedFilingFacts, announcementKinds } from '../../shared/domain/announcement.ts';
import { errandFacts } from '../../shared/domain/filing.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

const deadLetters = { OnFailure: { Destination: '<DeadLetters.Arn>' } };

describe.each(partitions)('the triggers of %s', (partition) => {
  let stateless: Template;
  beforeAll(async () => {
    ({ stateless } = await readTemplates(partition));
  });

  test.each([
    ['TriggersLedgerStream', 'AdvanceWorkflow', errandFilter],
    ['TriggersNewsStream', 'Notify', newsFilter],
  ])('%s is followed from its beginning, without a window, item by item', (id, name, filter) => {
    expect(theOne(stateless, 'AWS::Lambda::EventSourceMapping', id)).toEqual({
      EventSourceArn: '<Ledger.StreamArn>',
      FunctionName: `<Functions${name}Function>`,
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      ParallelizationFactor: 10,
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(filter) }] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: deadLetters,
    });
  });

  test.each([
    ['TriggersSweep', 'AdvanceWorkflow', 2],
    ['TriggersNewsSweep', 'Notify', 2],
    ['TriggersReconciliation', 'Reconcile', 15],
  ])('%s comes to %s every %i minutes', (id, name, minutes) => {
    const { Target, ...rest } = theOne(stateless, 'AWS::Scheduler::Schedule', id);
    expect(rest).toMatchObject({
      ScheduleExpression: `rate(${minutes} minutes)`,
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
    expect(Target).toMatchObject({
      Arn: `<Functions${name}Function.Arn>`,
      RoleArn: '<TriggersSweepRole.Arn>',
      Input: '{"sweep":true}',
      DeadLetterConfig: { Arn: '<DeadLetters.Arn>' },
    });
  });

  test('recover hears of every execution of ours that ended badly, and of no other', () => {
    expect(theOne(stateless, 'AWS::Events::Rule', 'TriggersBrokenExecution')).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: ['FilingReview', 'Round', 'ReportCollection', 'Rectification'].map(
            (name) => `<Machines${name}Machine.Arn>`,
          ),
        },
      },
      Targets: [{ Arn: '<FunctionsRecoverFunction.Arn>', DeadLetterConfig: { Arn: '<DeadLetters.Arn>' } }],
    });
  });

  test('a stamped report that has come into the inbox is heard of, and no other object', () => {
    expect(theOne(stateless, 'AWS::Events::Rule', 'TriggersReportReceived')).toMatchObject({
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: ['<Inbox>'] }, object: { key: [{ prefix: 'reports/' }] } },
      },
      Targets: [
        { Arn: '<FunctionsUploadReportFunction.Arn>', DeadLetterConfig: { Arn: '<DeadLetters.Arn>' } },
      ],
    });
  });

  test('the webhook hears what we announce and nothing else, and only where it has an address', () => {
    expect(theOne(stateless, 'AWS::Events::Rule', 'WebhookAnnounced')).toMatchObject({
      EventBusName: '<Announcements>',
      State: { 'Fn::If': [expect.stringMatching(/^WebhookIsNamed/), 'ENABLED', 'DISABLED'] },
      EventPattern: { source: ['budget-monitoring'], 'detail-type': [...announcementKinds] },
      Targets: [
        { Arn: '<FunctionsCallWebhookFunction.Arn>', DeadLetterConfig: { Arn: '<DeadLetters.Arn>' } },
      ],
    });
    expect(stateless.Parameters).toMatchObject({
      WebhookUrl: { Default: '' },
      WebhookSecret: { Default: '', NoEcho: true },
      WebhookLoopback: { Default: 'refused' },
    });
  });

  test('its secret lies encrypted by our key', () => {
    const called = theOne(stateless, 'AWS::Lambda::Function', 'FunctionsCallWebhookFunction');
    expect(called['KmsKeyArn']).toBe('<DataKey.Arn>');
  });

  test('an operator who asks for a reconciliation is heard on the bus of announcements', () => {
    expect(theOne(stateless, 'AWS::Events::Rule', 'TriggersReconciliationAsked')).toMatchObject({
      EventBusName: '<Announcements>',
      EventPattern: { source: ['budget-monitoring'], 'detail-type': ['Reconciliation Asked'] },
      Targets: [{ Arn: '<FunctionsReconcileFunction.Arn>', DeadLetterConfig: { Arn: '<DeadLetters.Arn>' } }],
    });
  });

  test('what is invoked asynchronously leaves its failures behind', () => {
    const configs = [...ofType(stateless, 'AWS::Lambda::EventInvokeConfig').values()];
    expect(configs.map((properties) => properties['FunctionName']).sort()).toEqual([
      '<FunctionsAdvanceWorkflowFunction>',
      '<FunctionsCallWebhookFunction>',
      '<FunctionsNotifyFunction>',
      '<FunctionsReconcileFunction>',
      '<FunctionsRecoverFunction>',
      '<FunctionsUploadReportFunction>',
    ]);
    for (const properties of configs) expect(properties).toMatchObject({ DestinationConfig: deadLetters });
  });

  test('dead letters are encrypted, travel by TLS only and are kept for two weeks', () => {
    expect(theOne(stateless, 'AWS::SQS::Queue')).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    expect(JSON.stringify(theOne(stateless, 'AWS::SQS::QueuePolicy'))).toContain(
      '"aws:SecureTransport":"false"',
    );
  });
});

describe('the stream filters', () => {
  const wakes = (sk: string, filter = errandFilter) =>
    matches(filter, { eventName: 'INSERT', dynamodb: { Keys: { sk: { S: sk } } } });
  const filing = { region: '360733', round: '2022-H1', department: '101', subject: 'P001' };

  test.each(errandFacts)('the fact %s wakes the relay', (fact) => {
    expect(wakes(keyOf.filingEvent(filing, 7, fact).sk)).toBe(true);
  });

  test('so does an opened round', () => {
    expect(wakes(keyOf.roundEvent(filing, 1, 'opened').sk)).toBe(true);
  });

  test.each(['issued', 'saved', 'arrived', 'archived'])('the fact %s does not', (fact) => {
    expect(wakes(keyOf.filingEvent(filing, 7, fact).sk)).toBe(false);
  });

  test.each(announcedFilingFacts)('the fact %s is announced', (fact) => {
    expect(wakes(keyOf.filingEvent(filing, 7, fact).sk, newsFilter)).toBe(true);
  });

  test('news is told; a draft, a new token and a recovery are not announced', () => {
    expect(wakes(keyOf.news('360733', 'filing/2022-H1/101/101P01/7').sk, newsFilter)).toBe(true);
    for (const fact of ['saved', 'token-renewed', 'recovered'])
      expect(wakes(keyOf.filingEvent(filing, 7, fact).sk, newsFilter)).toBe(false);
  });

  test('no head, counter, member or idempotency record does', () => {
    const keys = [
      keyOf.filing(filing),
      keyOf.tally(filing),
      keyOf.round(filing),
      keyOf.member('360733', 'm1'),
      keyOf.idempotency('360733', 'm1', 'k1'),
    ];
    for (const { sk } of keys) expect([wakes(sk), wakes(sk, newsFilter)]).toEqual([false, false]);
  });

  test('fit into what Lambda takes (4,096 characters)', () => {
    for (const filter of [errandFilter, newsFilter]) expect(JSON.stringify(filter).length).toBeLessThan(4096);
  });
});
