/**
 * Event buses, rules on them and schedules, of EventBridge and of its scheduler. Targets are functions of the same
 * template; a target's input may be fixed but not transformed.
 */
import { z } from 'zod';
import { whatIsRefused } from '../events/pattern.ts';
import { roleNameOf } from './machines.ts';
import { idle, name, type Reader, reader, tags } from './resource.ts';

/** It speaks of the way to the function, which is never blocked here; a function's own failure has its own limits. */
const retryPolicy = idle('a function can always be reached here');

const deadLetters = idle('dead letters are kept in a file of the data folder');

const Bus = z.strictObject({
  Name: name,
  Description: idle('text for people'),
  DeadLetterConfig: deadLetters,
  KmsKeyIdentifier: idle('the data folder lies on the disk of the desk'),
  LogConfig: idle('all log lines go to one sink, given at boot'),
  ...tags,
});

const bus = reader(Bus, (_, { identity }, { draft }) => {
  draft.buses.push({ name: identity.name, arn: identity.attributes['Arn'] ?? '' });
});

const Rule = z
  .strictObject({
    Name: name,
    Description: idle('text for people'),
    EventBusName: z.string().default('default'),
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z
      .array(
        z.strictObject({
          Id: z.string(),
          Arn: z.string(),
          Input: z.string().optional(),
          RetryPolicy: retryPolicy,
          DeadLetterConfig: deadLetters,
        }),
      )
      .default([]),
    ...tags,
  })
  .refine(
    ({ EventPattern, ScheduleExpression }) =>
      (EventPattern === undefined) !== (ScheduleExpression === undefined),
    'a rule has either an event pattern or a schedule',
  )
  .refine(
    ({ EventBusName, ScheduleExpression }) => ScheduleExpression === undefined || EventBusName === 'default',
    'a schedule stands on the default bus alone',
  );

const rule = reader(Rule, (properties, { identity }, { draft, refuse }) => {
  if (properties.State === 'DISABLED') return;
  for (const [index, target] of properties.Targets.entries()) {
    draft.targets.push({ arn: target.Arn, property: `Targets.${index}.Arn`, refuse });
  }
  if (properties.EventPattern !== undefined) {
    draft.listened.push({ bus: properties.EventBusName, refuse });
    for (const reason of whatIsRefused(properties.EventPattern)) refuse('EventPattern', reason);
    draft.rules.push({
      name: identity.name,
      arn: identity.attributes['Arn'] ?? '',
      bus: properties.EventBusName,
      pattern: properties.EventPattern,
      targets: properties.Targets.map(({ Arn, Input }) => ({
        functionArn: Arn,
        ...(Input === undefined ? {} : { input: Input }),
      })),
    });
  }
  const expression = properties.ScheduleExpression;
  if (expression === undefined) return;
  for (const { Id, Arn, Input } of properties.Targets) {
    draft.schedules.push({
      name: `${identity.name}-${Id}`,
      arn: identity.attributes['Arn'] ?? '',
      expression,
      timeZone: 'UTC',
      functionArn: Arn,
      ...(Input === undefined ? {} : { input: Input }),
    });
  }
});

const Schedule = z.strictObject({
  Name: name,
  GroupName: idle('groups schedules for people'),
  Description: idle('text for people'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: idle('the due time itself lies in every window'),
  }),
  KmsKeyArn: idle('the data folder lies on the disk of the desk'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: retryPolicy,
    DeadLetterConfig: deadLetters,
  }),
});

const schedule = reader(Schedule, (properties, { identity }, { draft, refuse }) => {
  if (properties.State === 'DISABLED') return;
  const { Arn, Input, RoleArn } = properties.Target;
  draft.targets.push({ arn: Arn, property: 'Target.Arn', refuse });
  draft.grants.push({
    roleName: roleNameOf(RoleArn),
    action: 'lambda:InvokeFunction',
    resource: Arn,
    property: 'Target.RoleArn',
    refuse,
  });
  draft.schedules.push({
    name: identity.name,
    arn: identity.attributes['Arn'] ?? '',
    expression: properties.ScheduleExpression,
    timeZone: properties.ScheduleExpressionTimezone,
    functionArn: Arn,
    ...(Input === undefined ? {} : { input: Input }),
  });
});

export const eventReaders: Readonly<Record<string, Reader>> = {
  'AWS::Events::EventBus': bus,
  'AWS::Events::Rule': rule,
  'AWS::Scheduler::Schedule': schedule,
};
