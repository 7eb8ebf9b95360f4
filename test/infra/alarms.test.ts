/** The alarms: few, each told to somebody, each with its heading in the runbook. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

describe.each(partitions)('the alarms of %s', (partition) => {
  let stateless: Template;
  let alarms: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  beforeAll(async () => {
    ({ stateless } = await readTemplates(partition));
    alarms = ofType(stateless, 'AWS::CloudWatch::Alarm');
  });

  const headings = () =>
    [...alarms.values()].map(
      ({ AlarmDescription }) => /^RUNBOOK\.md, "(.+)": \S/.exec(String(AlarmDescription))?.[1],
    );

  test('are few', () => {
    expect([...new Set(headings())]).toEqual([
      'Workflow behind',
      'Dead letters',
      'Executions failed',
      'Drift mended',
      'News behind',
      'Ledger throttled',
      'Functions throttled',
      'Archive damaged',
      'API faults',
    ]);
  });

  test('have their headings in the runbook', () => {
    const runbook = readFileSync(new URL('../../RUNBOOK.md', import.meta.url), 'utf8').split('\n');
    for (const heading of headings()) expect(runbook).toContain(`## ${heading}`);
  });

  test('tell the topic, and stay silent while nothing is measured', () => {
    for (const properties of alarms.values()) {
      expect(properties).toMatchObject({ AlarmActions: ['<AlarmsTopic>'], TreatMissingData: 'notBreaching' });
    }
  });

  test('watch every way in which an execution of every machine can end badly', () => {
    for (const machine of machineNames.map(pascalCase)) {
      const alarm = `AlarmsExecutionsFailed${machine}`;
      const watched = JSON.stringify(theOne(stateless, 'AWS::CloudWatch::Alarm', alarm)['Metrics']);
      expect(watched).toContain(`<Machines${machine}Machine.Arn>`);
      for (const name of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
        expect(watched.split(`"MetricName":"${name}"`)).toHaveLength(2);
      }
    }
  });

  test('hear what functions tell in their logs, by words that stand in a line of Lambda’s however it begins', () => {
    const filters = [...ofType(stateless, 'AWS::Logs::MetricFilter').values()].map(
      ({ LogGroupName, FilterPattern }) => [LogGroupName, FilterPattern],
    );
    expect(filters).toEqual([
      ['<FunctionsReconcileLog>', '"\\"happening\\":\\"drift\\"" "\\"healed\\":true"'],
      ['<FunctionsKeepReportLog>', '"\\"happening\\":\\"archive-damaged\\""'],
      ['<FunctionsPackBundlesLog>', '"\\"happening\\":\\"archive-damaged\\""'],
    ]);
    const [watched] = [...alarms.values()].filter(({ MetricName }) => MetricName === 'ArchiveDamaged');
    expect(watched).toMatchObject({ Namespace: 'BudgetMonitoring', Threshold: 0, EvaluationPeriods: 1 });
  });

  test('the topic is encrypted by our key, which the alarms may use', () => {
    expect(theOne(stateless, 'AWS::SNS::Topic')).toEqual({ KmsMasterKeyId: '<DataKey.Arn>' });
    expect(theOne(stateless, 'AWS::SNS::TopicPolicy')['PolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
        },
      ],
    });
  });
});
