/**
 * DynamoDB tables, as one table or as a global table with a single replica (which is how the CDK's newer construct
 * writes it). Backups, protection and encryption guard an account; at the desk the data folder is what one guards.
 */
import { z } from 'zod';
import { flag, idle, name, type Reader, type Resource, reader, type Surroundings, tags } from './resource.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const indexes = z
  .array(
    z.strictObject({
      IndexName: z.string(),
      KeySchema: keySchema,
      Projection: z.strictObject({
        ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
        NonKeyAttributes: z.array(z.string()).optional(),
      }),
      OnDemandThroughput: idle('an upper bound of cost'),
      ContributorInsightsSpecification: idle('a metric'),
    }),
  )
  .optional();

const protection = {
  DeletionProtectionEnabled: idle('no table can be deleted over the wire here'),
  PointInTimeRecoverySpecification: idle('the data folder is copied instead'),
  SSESpecification: idle('the data folder lies on the disk of the desk'),
  ContributorInsightsSpecification: idle('a metric'),
  ResourcePolicy: z.undefined('grant by the policies of roles').optional(),
  ...tags,
};

const common = {
  TableName: name,
  KeySchema: keySchema,
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  BillingMode: z.literal('PAY_PER_REQUEST', 'only PAY_PER_REQUEST is carried out'),
  GlobalSecondaryIndexes: indexes,
  LocalSecondaryIndexes: indexes,
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
};

const streamed = z.strictObject({ StreamViewType: z.string() }).optional();

const Table = z.strictObject({
  ...common,
  ...protection,
  StreamSpecification: streamed,
  OnDemandThroughput: idle('an upper bound of cost'),
  TableClass: idle('a price class'),
});

const Replica = z.strictObject({
  Region: z.string(),
  ...protection,
  TableClass: idle('a price class'),
  GlobalSecondaryIndexes: z
    .array(z.strictObject({ IndexName: z.string(), ContributorInsightsSpecification: idle('a metric') }))
    .optional(),
});

const GlobalTable = z.strictObject({
  ...common,
  Replicas: z.array(Replica).length(1, 'only one replica is carried out: the desk stands in one place'),
  StreamSpecification: streamed,
  SSESpecification: idle('the data folder lies on the disk of the desk'),
  WriteOnDemandThroughputSettings: idle('an upper bound of cost'),
});

type Properties = z.output<typeof Table> | z.output<typeof GlobalTable>;

function add(properties: Properties, resource: Resource, { draft }: Surroundings): void {
  const { name: tableName, attributes } = resource.identity;
  const { StreamSpecification: stream, TimeToLiveSpecification: ttl } = properties;
  const ttlAttribute = ttl?.Enabled === true ? ttl.AttributeName : undefined;
  draft.tables.push({
    name: tableName,
    arn: attributes['Arn'] ?? '',
    create: {
      TableName: tableName,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      BillingMode: properties.BillingMode,
      ...indexSettings('GlobalSecondaryIndexes', properties.GlobalSecondaryIndexes),
      ...indexSettings('LocalSecondaryIndexes', properties.LocalSecondaryIndexes),
    },
    ...(stream === undefined
      ? {}
      : { stream: { arn: attributes['StreamArn'] ?? '', viewType: stream.StreamViewType } }),
    ...(ttlAttribute === undefined ? {} : { ttlAttribute }),
  });
}

function indexSettings(property: string, given: z.output<typeof indexes>): Record<string, unknown> {
  if (given === undefined || given.length === 0) return {};
  return {
    [property]: given.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
  };
}

export const tableReaders: Readonly<Record<string, Reader>> = {
  'AWS::DynamoDB::Table': reader(Table, add),
  'AWS::DynamoDB::GlobalTable': reader(GlobalTable, (properties, resource, around) => {
    const region = properties.Replicas[0]?.Region;
    if (region !== around.place.region)
      around.refuse('Replicas.0.Region', `${region} is not ${around.place.region}`);
    add(properties, resource, around);
  }),
};
