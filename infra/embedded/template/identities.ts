/**
 * What a deployed resource is called: its physical name, what `Ref` answers and which attributes `Fn::GetAtt` knows.
 * Everything follows from the template alone, so that a second boot finds the tables and executions of the first.
 */
import { createHash } from 'node:crypto';

/** The place that a deployment pretends to stand in. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly urlSuffix: string;
  /** Where the HTTP API listens: the API's endpoint is the one address that is real. */
  readonly apiUrl: string;
}

/** The place in `region`, with the partition and the suffix that go with it. */
export function placeIn(region: string, apiUrl: string): Place {
  const china = region.startsWith('cn-');
  return {
    partition: china ? 'aws-cn' : 'aws',
    region,
    account: '000000000000',
    urlSuffix: china ? 'amazonaws.com.cn' : 'amazonaws.com',
    apiUrl,
  };
}

/** Name, `Ref` and attributes of one resource. */
export interface Identity {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Kind {
  /** The property that carries an explicit name, where the type has one. */
  readonly nameProperty?: string;
  readonly longest?: number;
  readonly lowerCase?: boolean;
  readonly ref?: (name: string, place: Place) => string;
  readonly attributes?: (name: string, place: Place) => Readonly<Record<string, string>>;
}

const arn = (service: string, resource: string, place: Place): string =>
  `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;

const table = (name: string, place: Place): Record<string, string> => ({
  Arn: arn('dynamodb', `table/${name}`, place),
  StreamArn: arn('dynamodb', `table/${name}/stream/2000-01-01T00:00:00.000`, place),
});

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::Table': { nameProperty: 'TableName', longest: 255, attributes: table },
  'AWS::DynamoDB::GlobalTable': {
    nameProperty: 'TableName',
    longest: 255,
    attributes: (name, place) => ({ ...table(name, place), TableId: shortId(name) }),
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    longest: 63,
    lowerCase: true,
    attributes: (name, place) => ({
      Arn: `arn:${place.partition}:s3:::${name}`,
      DomainName: `${name}.s3.${place.urlSuffix}`,
      RegionalDomainName: `${name}.s3.${place.region}.${place.urlSuffix}`,
    }),
  },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    longest: 64,
    attributes: (name, place) => ({ Arn: arn('lambda', `function:${name}`, place) }),
  },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    longest: 80,
    ref: (name, place) => arn('states', `stateMachine:${name}`, place),
    attributes: (name, place) => ({ Arn: arn('states', `stateMachine:${name}`, place), Name: name }),
  },
  'AWS::ApiGatewayV2::Api': {
    ref: shortId,
    attributes: (name, place) => ({ ApiEndpoint: place.apiUrl, ApiId: shortId(name) }),
  },
  'AWS::ApiGatewayV2::Integration': {
    ref: shortId,
    attributes: (name) => ({ IntegrationId: shortId(name) }),
  },
  'AWS::ApiGatewayV2::Route': { ref: shortId, attributes: (name) => ({ RouteId: shortId(name) }) },
  'AWS::ApiGatewayV2::Authorizer': { ref: shortId, attributes: (name) => ({ AuthorizerId: shortId(name) }) },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName' },
  'AWS::Events::EventBus': {
    nameProperty: 'Name',
    longest: 256,
    attributes: (name, place) => ({ Arn: arn('events', `event-bus/${name}`, place), Name: name }),
  },
  'AWS::Events::Rule': {
    nameProperty: 'Name',
    longest: 64,
    attributes: (name, place) => ({ Arn: arn('events', `rule/${name}`, place) }),
  },
  'AWS::Scheduler::Schedule': {
    nameProperty: 'Name',
    longest: 64,
    attributes: (name, place) => ({ Arn: arn('scheduler', `schedule/default/${name}`, place) }),
  },
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    longest: 64,
    attributes: (name, place) => ({ Arn: arn('scheduler', `schedule-group/${name}`, place) }),
  },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    longest: 64,
    attributes: (name, place) => ({
      Arn: `arn:${place.partition}:iam::${place.account}:role/${name}`,
      RoleId: `AROA${shortId(name).toUpperCase()}`,
    }),
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    longest: 128,
    ref: (name, place) => `arn:${place.partition}:iam::${place.account}:policy/${name}`,
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    longest: 512,
    attributes: (name, place) => ({ Arn: arn('logs', `log-group:${name}:*`, place) }),
  },
  'AWS::KMS::Key': {
    ref: keyId,
    attributes: (name, place) => ({ Arn: arn('kms', `key/${keyId(name)}`, place), KeyId: keyId(name) }),
  },
  'AWS::KMS::Alias': { nameProperty: 'AliasName', longest: 256 },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    longest: 256,
    ref: (name, place) => arn('sns', name, place),
    attributes: (name, place) => ({ TopicArn: arn('sns', name, place), TopicName: name }),
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    longest: 80,
    ref: queueUrl,
    attributes: (name, place) => ({
      Arn: arn('sqs', name, place),
      QueueName: name,
      QueueUrl: queueUrl(name, place),
    }),
  },
  'AWS::CloudWatch::Alarm': {
    nameProperty: 'AlarmName',
    longest: 255,
    attributes: (name, place) => ({ Arn: arn('cloudwatch', `alarm:${name}`, place) }),
  },
  'AWS::CloudWatch::CompositeAlarm': {
    nameProperty: 'AlarmName',
    longest: 255,
    attributes: (name, place) => ({ Arn: arn('cloudwatch', `alarm:${name}`, place) }),
  },
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName', longest: 255 },
};

const UNNAMED: Kind = {};

/** The property of `type` that may carry an explicit name. */
export function namePropertyOf(type: string): string | undefined {
  return KINDS[type]?.nameProperty;
}

/** The identity of a resource; `explicitName` wins over the name made of stack and logical id. */
export function identify(
  type: string,
  stack: string,
  logicalId: string,
  explicitName: string | undefined,
  place: Place,
): Identity {
  const kind = KINDS[type] ?? UNNAMED;
  const name = explicitName ?? shorten(`${stack}-${logicalId}`, kind);
  return {
    name,
    ref: kind.ref?.(name, place) ?? name,
    attributes: kind.attributes?.(name, place) ?? {},
  };
}

/** A name that is too long keeps its beginning and ends in a digest, so that two long names stay apart. */
function shorten(name: string, { longest = 255, lowerCase = false }: Kind): string {
  const cased = lowerCase ? name.toLowerCase() : name;
  if (cased.length <= longest) return cased;
  const mark = digest(name).slice(0, 8);
  return `${cased.slice(0, longest - mark.length - 1)}-${mark}`;
}

function queueUrl(name: string, place: Place): string {
  return `https://sqs.${place.region}.${place.urlSuffix}/${place.account}/${name}`;
}

function keyId(name: string): string {
  const hex = digest(name);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function shortId(name: string): string {
  return digest(name).slice(0, 10);
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
