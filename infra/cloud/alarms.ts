/**
 * The few signs that a person must see, each with the heading of RUNBOOK.md that says what to do. An alarm nobody can act on is not
 * here: what heals by itself (a retried call, a late stream that the sweep makes good) stays silent until it no longer does.
 */
import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { pascalCase } from './machine-definition.ts';

export interface AlarmsProps {
  readonly key: IKey;
  readonly advanceFunction: string;
  readonly notifyFunction: string;
  /** The log in which each drift is told that was mended. */
  readonly reconcileLog: ILogGroup;
  readonly deadLetterQueue: string;
  /** ARNs by name. */
  readonly machines: ReadonlyMap<string, string>;
  readonly ledgerTable: string;
  readonly apiId: string;
  /** Where those functions write that read from the archive. */
  readonly archiveReaders: readonly ILogGroup[];
}

interface Sign {
  /** A heading of RUNBOOK.md. */
  readonly heading: string;
  /** Which one of several, where the heading is for all of them. */
  readonly of?: string;
  readonly meaning: string;
  readonly metric: IMetric;
  /** The highest value that is still well. */
  readonly bearable: number;
  /** For how many periods it must last. */
  readonly periods: number;
}

export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(addTopic(this, props.key));
    const heard = {
      drift: told(this, 'MendedDrift', [props.reconcileLog], '"happening":"drift"', '"healed":true'),
      damage: told(this, 'ArchiveDamaged', props.archiveReaders, '"happening":"archive-damaged"'),
    };
    for (const sign of signs(props, heard)) {
      const id = `${sign.heading.toLowerCase().replaceAll(' ', '-')}${sign.of ? `-${sign.of}` : ''}`;
      const alarm = new Alarm(this, pascalCase(id), {
        alarmDescription: `RUNBOOK.md, "${sign.heading}": ${sign.meaning}`,
        metric: sign.metric,
        threshold: sign.bearable,
        evaluationPeriods: sign.periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
    }
  }
}

/** Whom to tell is the operator's choice, made by subscribing. A policy of one's own replaces the default one, so alarms are named. */
function addTopic(scope: Construct, key: IKey): Topic {
  const topic = new Topic(scope, 'Topic', { masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  return topic;
}

/**
 * Counted where it is told: by the lines of these logs that hold all of these words. Lambda begins a line with more than the JSON that
 * we write, so that a pattern for JSON would find none.
 */
function told(
  scope: Construct,
  metricName: string,
  logGroups: readonly ILogGroup[],
  ...words: readonly string[]
): IMetric {
  const namespace = 'BudgetMonitoring';
  for (const [index, logGroup] of logGroups.entries())
    new MetricFilter(scope, `Heard${metricName}${index === 0 ? '' : index + 1}`, {
      logGroup,
      metricNamespace: namespace,
      metricName,
      filterPattern: FilterPattern.allTerms(...words),
    });
  return metric(namespace, metricName, {}, 'Sum', 5);
}

interface Heard {
  readonly drift: IMetric;
  readonly damage: IMetric;
}

function signs(props: AlarmsProps, { drift, damage }: Heard): readonly Sign[] {
  return [
    {
      heading: 'Workflow behind',
      meaning: 'events of the ledger wait for more than a minute until the state machines hear of them',
      metric: metric('AWS/Lambda', 'IteratorAge', { FunctionName: props.advanceFunction }, 'Maximum', 1),
      bearable: 60_000,
      periods: 5,
    },
    {
      heading: 'Dead letters',
      meaning: 'an event could not be handled and lies in the queue',
      metric: metric(
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        { QueueName: props.deadLetterQueue },
        'Maximum',
        1,
      ),
      bearable: 0,
      periods: 1,
    },
    ...[...props.machines].map(([of, arn]) => ({
      heading: 'Executions failed',
      of,
      meaning: `executions of ${of} ended without having reached their end; the work goes on, the cause remains`,
      metric: brokenExecutions(arn),
      bearable: 0,
      periods: 1,
    })),
    {
      heading: 'Drift mended',
      meaning: 'the ledger and what serves it had come apart; it is mended, the cause remains',
      metric: drift,
      bearable: 0,
      periods: 1,
    },
    {
      heading: 'News behind',
      meaning: 'news waits for more than a minute until people are told of it',
      metric: metric('AWS/Lambda', 'IteratorAge', { FunctionName: props.notifyFunction }, 'Maximum', 1),
      bearable: 60_000,
      periods: 5,
    },
    {
      heading: 'Ledger throttled',
      meaning: 'the ledger refuses writes for want of capacity, on the table or on one hot key',
      metric: metric('AWS/DynamoDB', 'WriteThrottleEvents', { TableName: props.ledgerTable }, 'Sum', 1),
      bearable: 0,
      periods: 3,
    },
    {
      heading: 'Functions throttled',
      meaning: 'functions of this account find no free concurrency',
      metric: metric('AWS/Lambda', 'Throttles', {}, 'Sum', 1),
      bearable: 0,
      periods: 3,
    },
    {
      heading: 'Archive damaged',
      meaning: 'what the archive gives is not what was archived',
      metric: damage,
      bearable: 0,
      periods: 1,
    },
    {
      heading: 'API faults',
      meaning: 'people got an answer of our own failure (5xx)',
      metric: metric('AWS/ApiGateway', '5xx', { ApiId: props.apiId }, 'Sum', 5),
      bearable: 5,
      periods: 1,
    },
  ];
}

function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic: string,
  minutes: number,
): Metric {
  return new Metric({ namespace, metricName, dimensionsMap, statistic, period: Duration.minutes(minutes) });
}

/** One machine's alone: an alarm takes ten metrics, and each machine has three ways to end badly. */
function brokenExecutions(arn: string): MathExpression {
  const ways = ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'];
  const metrics = ways.map((way, index): [string, Metric] => [
    `m${index}`,
    metric('AWS/States', way, { StateMachineArn: arn }, 'Sum', 5),
  ]);
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    label: 'broken executions',
    period: Duration.minutes(5),
  });
}
