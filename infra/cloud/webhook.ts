/**
 * The webhook: one rule on the bus of announcements and one function, off until an operator gives an address. Its secret is a parameter that is
 * not shown again and lies in the environment of that one function, encrypted by our key: a store of secrets would cost by the month and the
 * secret would be read by the same role.
 */
import { CfnCondition, CfnParameter, CfnRule, Duration, Fn, Stack } from 'aws-cdk-lib';
import { CfnRule as CfnEventRule, type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { announcementKinds, announcer } from '../../shared/domain/announcement.ts';

export interface WebhookProps {
  readonly called: LambdaFunction;
  readonly bus: EventBus;
  readonly deadLetters: Queue;
  readonly key: IKey;
}

export class Webhook extends Construct {
  constructor(scope: Construct, id: string, { called, bus, deadLetters, key }: WebhookProps) {
    super(scope, id);
    const { url, secret, loopback } = addParameters(Stack.of(this));
    called.addEnvironment('WEBHOOK_URL', url.valueAsString);
    called.addEnvironment('WEBHOOK_SECRET', secret.valueAsString);
    called.addEnvironment('WEBHOOK_LOOPBACK', loopback.valueAsString);
    resourceOf(called, CfnFunction).kmsKeyArn = key.keyArn;
    const isNamed = Fn.conditionNot(Fn.conditionEquals(url.valueAsString, ''));
    new CfnRule(this, 'IsSigned', {
      ruleCondition: isNamed,
      assertions: [
        {
          assert: Fn.conditionNot(Fn.conditionEquals(secret.valueAsString, '')),
          assertDescription: 'A webhook is signed: give WebhookSecret with WebhookUrl',
        },
      ],
    });
    const named = new CfnCondition(this, 'IsNamed', { expression: isNamed });
    const rule = new Rule(this, 'Announced', {
      description: 'Announcements go to the webhook, where one is named',
      eventBus: bus,
      eventPattern: { source: [announcer], detailType: [...announcementKinds] },
      targets: [
        new FunctionTarget(called, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
    resourceOf(rule, CfnEventRule).state = Fn.conditionIf(named.logicalId, 'ENABLED', 'DISABLED').toString();
  }
}

function addParameters(stack: Stack) {
  return {
    url: new CfnParameter(stack, 'WebhookUrl', {
      description: 'HTTPS address that hears every announcement; empty for none',
      default: '',
      allowedPattern: '(https?://\\S+)?',
    }),
    secret: new CfnParameter(stack, 'WebhookSecret', {
      description: 'Secret that deliveries are signed with, of 32 characters or more',
      default: '',
      allowedPattern: '(\\S{32,})?',
      noEcho: true,
    }),
    loopback: new CfnParameter(stack, 'WebhookLoopback', {
      description: 'Only for the system on one machine: plain HTTP to the machine itself',
      default: 'refused',
      allowedValues: ['refused', 'allowed'],
    }),
  };
}

/** The plain resource under a comfortable one, for what that one does not offer. */
function resourceOf<R>(construct: Construct, kind: new (...args: never[]) => R): R {
  const { defaultChild } = construct.node;
  if (!(defaultChild instanceof kind)) throw new Error(`${construct.node.path} is no ${kind.name}`);
  return defaultChild;
}
