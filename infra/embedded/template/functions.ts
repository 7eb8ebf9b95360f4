/**
 * Lambda functions, how they are invoked asynchronously, and their mappings to table streams. The code of a function
 * is the local folder of its asset; whatever Node runs this process runs the functions too.
 */
import { z } from 'zod';
import { whatIsRefused } from '../events/pattern.ts';
import { roleNameOf } from './machines.ts';
import { count, flag, idle, name, type Reader, reader, tags } from './resource.ts';

const LambdaFunction = z.strictObject({
  FunctionName: name,
  Description: idle('text for people'),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, 'only Node functions are carried out'),
  Role: z.string(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
  Timeout: count.default(3),
  MemorySize: count.default(128),
  Architectures: idle('the processor of the desk runs it'),
  EphemeralStorage: idle('the temporary folder of the desk is as large as its disk'),
  LoggingConfig: idle('all log lines go to one sink, given at boot'),
  TracingConfig: idle('traces of the cloud'),
  ReservedConcurrentExecutions: idle('a share of the account, which the desk has for itself'),
  RecursiveLoop: idle('a guard of the account'),
  RuntimeManagementConfig: idle('the desk updates its own Node'),
  KmsKeyArn: idle('the environment stays in memory'),
  DeadLetterConfig: idle('dead letters are kept in a file of the data folder'),
  ...tags,
});

const lambdaFunction = reader(LambdaFunction, (properties, { identity }, { assets, draft, refuse }) => {
  const folder = assets.get(properties.Code.S3Key);
  if (folder === undefined)
    return refuse('Code.S3Key', `${properties.Code.S3Key} is no asset of this assembly`);
  draft.functions.push({
    name: identity.name,
    arn: identity.attributes['Arn'] ?? '',
    folder,
    handler: properties.Handler,
    environment: properties.Environment?.Variables ?? {},
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    roleName: roleNameOf(properties.Role),
  });
});

const destination = z.strictObject({
  OnFailure: z
    .strictObject({ Destination: idle('dead letters are kept in a file of the data folder') })
    .optional(),
});

const EventInvokeConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: count.max(2).optional(),
  MaximumEventAgeInSeconds: count.optional(),
  DestinationConfig: destination.optional(),
});

const eventInvokeConfig = reader(EventInvokeConfig, (properties, _resource, { draft }) => {
  draft.asyncLimits.set(functionNameOf(properties.FunctionName), {
    ...(properties.MaximumRetryAttempts === undefined ? {} : { maxRetries: properties.MaximumRetryAttempts }),
    ...(properties.MaximumEventAgeInSeconds === undefined
      ? {}
      : { maxAgeSeconds: properties.MaximumEventAgeInSeconds }),
  });
});

/** Streams carry keys only, so a filter can ask for nothing else. */
const RecordPattern = z.strictObject({
  eventName: z.array(z.unknown()).optional(),
  dynamodb: z
    .strictObject({ Keys: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))) })
    .optional(),
});

const EventSourceMapping = z.strictObject({
  EventSourceArn: z.string().regex(/:dynamodb:.*\/stream\//, 'only streams of tables are carried out'),
  FunctionName: z.string(),
  StartingPosition: z.enum(['LATEST', 'TRIM_HORIZON']),
  Enabled: flag.default(true),
  BatchSize: count.min(1).default(100),
  MaximumBatchingWindowInSeconds: count.default(0),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })
    .default({ Filters: [] }),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumRetryAttempts: z.coerce.number().int().min(-1).default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().int().min(-1).default(-1),
  BisectBatchOnFunctionError: idle('a batch that fails is always taken apart, by item'),
  ParallelizationFactor: count.min(1).max(10).default(1),
  DestinationConfig: destination.optional(),
  ...tags,
});

const eventSourceMapping = reader(EventSourceMapping, (properties, { identity }, { draft, refuse }) => {
  if (!properties.Enabled) return;
  const filters = properties.FilterCriteria.Filters.flatMap(({ Pattern }, index) => {
    const pattern = RecordPattern.safeParse(parsed(Pattern));
    const problems = pattern.success ? whatIsRefused(pattern.data) : [z.prettifyError(pattern.error)];
    for (const reason of problems) refuse(`FilterCriteria.Filters.${index}.Pattern`, reason);
    return pattern.success ? [pattern.data] : [];
  });
  const functionName = functionNameOf(properties.FunctionName);
  draft.grants.push({
    functionName,
    action: 'dynamodb:GetRecords',
    resource: properties.EventSourceArn,
    property: 'EventSourceArn',
    refuse,
  });
  draft.streamMappings.push({
    name: identity.name,
    streamArn: properties.EventSourceArn,
    functionName,
    batchSize: properties.BatchSize,
    batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    filters,
    reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    parallelBatches: properties.ParallelizationFactor,
    ...(properties.MaximumRetryAttempts < 0 ? {} : { maxRetries: properties.MaximumRetryAttempts }),
    ...(properties.MaximumRecordAgeInSeconds < 0
      ? {}
      : { maxAgeSeconds: properties.MaximumRecordAgeInSeconds }),
  });
});

/** The name of a function, given its name or its ARN. */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? nameOrArn) : nameOrArn;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const functionReaders: Readonly<Record<string, Reader>> = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
};
