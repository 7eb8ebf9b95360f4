/** Templates of two stacks, written by hand, and the settings that the engines get from them. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are CloudFormation's own placeholders.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Deployment } from '../../infra/embedded/template/deployment.ts';
import { identify, placeIn } from '../../infra/embedded/template/identities.ts';
import { IDLE_TYPES } from '../../infra/embedded/template/idle-types.ts';
import { TemplateError } from '../../infra/embedded/template/problems.ts';
import { CARRIED_OUT, readDeployment } from '../../infra/embedded/template/read.ts';
import {
  codeOf,
  type HandMadeAssembly,
  type Template,
  temporaryFolder,
  writeAssembly,
} from './hand-made-assembly.ts';

const place = placeIn('cn-north-1', 'http://127.0.0.1:4000');

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(assembly: HandMadeAssembly, parameters?: Record<string, string>): Deployment {
  writeAssembly(folder, { region: place.region, ...assembly });
  return readDeployment({
    assembly: folder,
    apiUrl: place.apiUrl,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

function readOne(template: Template, code?: Record<string, string>): Deployment {
  return read({ stacks: { Desk: { template } }, ...(code === undefined ? {} : { code }) });
}

function problemsOf(template: Template): string[] {
  try {
    readOne(template);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.problems.map(({ logicalId, property }) => `${logicalId} ${property}`.trim());
  }
  return [];
}

const keySchema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
const attributes = [{ AttributeName: 'pk', AttributeType: 'S' }];

function table(more: Template = {}): Template {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: keySchema,
      AttributeDefinitions: attributes,
      BillingMode: 'PAY_PER_REQUEST',
      ...more,
    },
  };
}

const role: Template = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {},
    ManagedPolicyArns: ['arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
  },
};

function lambda(more: Template = {}): Template {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: codeOf('greet'),
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...more,
    },
  };
}

const greet = { greet: 'export const handler = async () => "hello";' };

describe('stacks', () => {
  test('a later stack imports what an earlier one exports, in whatever order the manifest names them', () => {
    const deployment = read({
      stacks: {
        Late: {
          dependsOn: ['Early'],
          template: {
            Resources: {
              Role: role,
              Greet: lambda({ Environment: { Variables: { T: { 'Fn::ImportValue': 'the-table' } } } }),
            },
            Outputs: { Name: { Value: { Ref: 'Greet' } } },
          },
        },
        Early: {
          template: {
            Resources: { Ledger: table() },
            Outputs: { Ledger: { Value: { Ref: 'Ledger' }, Export: { Name: 'the-table' } } },
          },
        },
      },
      code: greet,
    });
    expect(deployment.functions[0]?.environment).toEqual({ T: 'Early-Ledger' });
    expect(deployment.outputs).toEqual({ Ledger: 'Early-Ledger', Name: 'Late-Greet' });
    expect(deployment.resources).toEqual({ Ledger: 'Early-Ledger', Role: 'Late-Role', Greet: 'Late-Greet' });
  });

  test('a circle of stacks is named', () => {
    const stack = (other: string) => ({ dependsOn: [other], template: { Resources: { T: table() } } });
    expect(() => read({ stacks: { A: stack('B'), B: stack('A') } })).toThrow('A → B → A');
  });

  test('parameters take the given value, else their default', () => {
    const template = {
      Parameters: { Color: { Type: 'String', Default: 'red' }, Size: { Type: 'Number', Default: 3 } },
      Resources: { T: table() },
      Outputs: { Both: { Value: { 'Fn::Sub': '${Color}-${Size}-${AWS::StackName}-${AWS::URLSuffix}' } } },
    };
    const stacks = { Desk: { template } };
    expect(read({ stacks }, { Color: 'blue' }).outputs['Both']).toBe('blue-3-Desk-amazonaws.com.cn');
    expect(() => read({ stacks }, { Colour: 'blue' })).toThrow('No stack declares the parameter Colour');
  });

  test('a parameter outside its allowed values or without a value is refused', () => {
    const withParameter = (parameter: Template) => ({
      Parameters: { P: parameter },
      Resources: { T: table({ TableName: { Ref: 'P' } }) },
    });
    expect(() => readOne(withParameter({ Type: 'String', Default: 'x', AllowedValues: ['y'] }))).toThrow(
      'may be y',
    );
    expect(() => readOne(withParameter({ Type: 'String', Default: 'x', AllowedPattern: '[0-9]+' }))).toThrow(
      'match',
    );
    expect(() => readOne(withParameter({ Type: 'String' }))).toThrow('the parameter P has no value');
    expect(() =>
      readOne(withParameter({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' })),
    ).toThrow('SSM');
  });

  test('a resource whose condition does not hold is not there', () => {
    const deployment = readOne({
      Conditions: { Never: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] } },
      Resources: { T: table(), Other: { ...table(), Condition: 'Never' } },
    });
    expect(deployment.tables.map(({ name }) => name)).toEqual(['Desk-T']);
  });
});

describe('names', () => {
  test('stay within the rules of their service and apart from each other', () => {
    const long = 'L'.repeat(100);
    const names = [`${long}A`, `${long}B`].map(
      (id) => identify('AWS::Lambda::Function', 'S', id, undefined, place).name,
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9-]{1,64}$/);
    expect(identify('AWS::S3::Bucket', 'Desk', 'Reports', undefined, place).name).toBe('desk-reports');
  });

  test('an explicit name wins, and ARNs are of the partition', () => {
    const deployment = readOne({
      Resources: { Ledger: table({ TableName: { 'Fn::Sub': 'ledger-${AWS::Region}' } }) },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Ledger', 'Arn'] } } },
    });
    expect(deployment.tables[0]?.name).toBe('ledger-cn-north-1');
    expect(deployment.outputs['Arn']).toBe(
      'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/ledger-cn-north-1',
    );
  });
});

describe('engines', () => {
  test('a table with stream, index and time to live', () => {
    const index = {
      IndexName: 'due',
      KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    };
    const more = {
      GlobalSecondaryIndexes: [index],
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      SSESpecification: { SSEEnabled: true },
    };
    const global = {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        KeySchema: keySchema,
        AttributeDefinitions: attributes,
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: { Ref: 'AWS::Region' }, DeletionProtectionEnabled: true }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      },
    };
    const [single, replicated] = readOne({ Resources: { T: table(more), G: global } }).tables;
    expect(single).toMatchObject({
      name: 'Desk-T',
      ttlAttribute: 'expires',
      stream: { viewType: 'KEYS_ONLY' },
      create: { TableName: 'Desk-T', KeySchema: keySchema, GlobalSecondaryIndexes: [index] },
    });
    expect(single?.create).not.toHaveProperty('SSESpecification');
    expect(replicated?.stream?.arn).toMatch(/table\/Desk-G\/stream\/./);
  });

  test('a bucket with lock, retention, CORS, and events by property or by the custom resource of the CDK', () => {
    const provider = {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'python3.13', Code: { ZipFile: '' } },
    };
    const { buckets, functions } = readOne({
      Resources: {
        Archive: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            ObjectLockEnabled: true,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Years: 2 } },
            },
            CorsConfiguration: {
              CorsRules: [{ AllowedMethods: ['POST'], AllowedOrigins: ['*'], MaxAge: 60 }],
            },
            NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
          },
        },
        Inbox: { Type: 'AWS::S3::Bucket' },
        Notifications: {
          Type: 'Custom::S3BucketNotifications',
          Properties: {
            ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] },
            BucketName: { Ref: 'Inbox' },
            NotificationConfiguration: { EventBridgeConfiguration: {} },
            Managed: true,
            SkipDestinationValidation: false,
          },
        },
        Provider: provider,
      },
    });
    expect(functions).toEqual([]);
    expect(buckets).toMatchObject([
      {
        name: 'desk-archive',
        versioned: true,
        objectLock: true,
        defaultRetention: { mode: 'COMPLIANCE', days: 730 },
        notify: true,
        cors: [{ allowedMethods: ['POST'], allowedOrigins: ['*'], maxAge: 60 }],
      },
      { name: 'desk-inbox', versioned: false, objectLock: false, notify: true, cors: [] },
    ]);
  });

  test('a function knows its folder, its limits and its role', () => {
    const { functions } = readOne(
      {
        Resources: { Role: role, Greet: lambda({ Timeout: '7', MemorySize: 256, Architectures: ['arm64'] }) },
      },
      greet,
    );
    expect(functions).toMatchObject([
      {
        name: 'Desk-Greet',
        folder: join(folder, 'asset.greet'),
        timeoutSeconds: 7,
        memoryMb: 256,
        roleName: 'Desk-Role',
      },
    ]);
  });

  test('a machine gets its substitutions', () => {
    const { machines } = readOne(
      {
        Resources: {
          Role: role,
          Greet: lambda(),
          Review: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: {
              DefinitionString:
                '{"Resource":"arn:${Partition}:states:::lambda:invoke","FunctionName":"${Greet}"}',
              DefinitionSubstitutions: { Partition: { Ref: 'AWS::Partition' }, Greet: { Ref: 'Greet' } },
              RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            },
          },
        },
      },
      greet,
    );
    expect(machines).toEqual([
      {
        arn: 'arn:aws-cn:states:cn-north-1:000000000000:stateMachine:Desk-Review',
        name: 'Desk-Review',
        definition: '{"Resource":"arn:aws-cn:states:::lambda:invoke","FunctionName":"Desk-Greet"}',
        roleName: 'Desk-Role',
      },
    ]);
  });

  test('an API gets its routes with the functions behind them and who may pass', () => {
    const part = (Type: string, properties: Template) => ({
      Type: `AWS::ApiGatewayV2::${Type}`,
      Properties: { ApiId: { Ref: 'Api' }, ...properties },
    });
    const target = { 'Fn::Join': ['', ['integrations/', { Ref: 'Behind' }]] };
    const { api } = readOne(
      {
        Parameters: { OidcIssuer: { Type: 'String', Default: 'https://issuer.example' } },
        Resources: {
          Role: role,
          Greet: lambda(),
          Api: {
            Type: 'AWS::ApiGatewayV2::Api',
            Properties: {
              Name: 'a',
              ProtocolType: 'HTTP',
              CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 60 },
            },
          },
          Behind: part('Integration', {
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: { 'Fn::GetAtt': ['Greet', 'Arn'] },
            PayloadFormatVersion: '2.0',
            TimeoutInMillis: 5000,
          }),
          Jwt: part('Authorizer', {
            AuthorizerType: 'JWT',
            IdentitySource: ['$request.header.Authorization'],
            JwtConfiguration: { Issuer: { Ref: 'OidcIssuer' }, Audience: ['desk'] },
          }),
          Open: part('Route', { RouteKey: 'GET /health', Target: target }),
          Closed: part('Route', {
            RouteKey: 'GET /me',
            Target: target,
            AuthorizationType: 'JWT',
            AuthorizerId: { Ref: 'Jwt' },
          }),
          Stage: part('Stage', { StageName: '$default', AutoDeploy: true, DefaultRouteSettings: {} }),
        },
      },
      greet,
    );
    const functionArn = 'arn:aws-cn:lambda:cn-north-1:000000000000:function:Desk-Greet';
    const behind = { functionArn, timeoutMs: 5000 };
    const authorizer = { issuer: 'https://issuer.example', audience: ['desk'] };
    expect(api?.routes).toEqual([
      { routeKey: 'GET /health', ...behind },
      { routeKey: 'GET /me', ...behind, authorizer },
    ]);
    expect(api?.cors).toMatchObject({ allowOrigins: ['*'], allowCredentials: false, maxAge: 60 });
  });

  test('policies of all kinds come to statements of their role', () => {
    const document = (action: string) => ({
      Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
    });
    const { policies } = readOne({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {},
            Policies: [{ PolicyName: 'inline', PolicyDocument: document('s3:GetObject') }],
            ManagedPolicyArns: [{ Ref: 'Shared' }],
          },
        },
        Shared: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document('s3:PutObject') } },
        Own: {
          Type: 'AWS::IAM::Policy',
          Properties: { PolicyName: 'own', PolicyDocument: document('s3:List*'), Roles: [{ Ref: 'Role' }] },
        },
      },
    });
    expect(policies['Desk-Role']?.flatMap(({ Action }) => Action).sort()).toEqual([
      's3:GetObject',
      's3:List*',
      's3:PutObject',
    ]);
  });
});

test('a type is either carried out or idle for a reason, never both', () => {
  for (const [type, reason] of Object.entries(IDLE_TYPES)) {
    expect(CARRIED_OUT).not.toContain(type);
    expect(reason, type).toMatch(/\w+ \w+/);
  }
});

describe('what stops the boot', () => {
  test('one message names every resource, type and property that is not carried out', () => {
    const template = {
      Resources: {
        Db: { Type: 'AWS::RDS::DBInstance', Properties: {} },
        T: table({ ImportSourceSpecification: {}, BillingMode: 'PROVISIONED' }),
        B: { Type: 'AWS::S3::Bucket', Properties: { WebsiteConfiguration: {} } },
      },
    };
    expect(problemsOf(template)).toEqual([
      'Db',
      'T BillingMode',
      'T ImportSourceSpecification',
      'B WebsiteConfiguration',
    ]);
    expect(() => readOne(template)).toThrow(/Desk Db \(AWS::RDS::DBInstance\)[\s\S]*WebsiteConfiguration/);
  });

  test.each<[string, Template, ...string[]]>([
    ['a reference to nothing', table({ TableName: { Ref: 'Nobody' } }), 'X'],
    ['an attribute that is not known', table({ TableName: { 'Fn::GetAtt': ['X2', 'Size'] } }), 'X'],
    ['an express machine', machine({ StateMachineType: 'EXPRESS' }), 'X StateMachineType'],
    ['a placeholder without a value', machine({ DefinitionString: '{"a":"${Who}"}' }), 'X DefinitionString'],
    ['a python function', lambda({ Runtime: 'python3.13', Role: 'r' }), 'X Runtime'],
    ['a function without its asset', lambda({ Role: 'r' }), 'X Code.S3Key'],
    [
      'a condition of a policy',
      policy({ Condition: { Bool: {} } }),
      'X PolicyDocument.Statement.0.Condition',
    ],
    ['a bucket policy that grants', bucketPolicy, 'X PolicyDocument.Statement.0'],
    [
      'a rule on another bus',
      { Type: 'AWS::Events::Rule', Properties: { EventPattern: {}, EventBusName: 'b' } },
      'X EventBusName',
    ],
    ['a comparison that is not known', ruleOf({ source: [{ cidr: '10.0.0.0/8' }] }), 'X EventPattern'],
    ['a comparison in another', ruleOf({ source: [{ 'anything-but': { prefix: 'x' } }] }), 'X EventPattern'],
    [
      'a filter by more than keys',
      mapping({ dynamodb: { NewImage: {} } }),
      'X FilterCriteria.Filters.0.Pattern',
    ],
    [
      'a filter that is not known',
      mapping({ eventName: [{ numeric: [] }] }),
      'X FilterCriteria.Filters.0.Pattern',
    ],
    [
      'a queue as the source of a mapping',
      mapping({}, { EventSourceArn: 'arn:aws-cn:sqs:x' }),
      'X EventSourceArn',
    ],
    ['a stage with a prefix', stageOf('prod'), 'X StageName'],
    ['a route of an API that is not there', routeTo('integrations/none'), 'X ApiId', 'X Target'],
    ['a rule that is for no function', ruleTo('arn:aws-cn:sqs:cn-north-1:000000000000:q'), 'X Targets.0.Arn'],
  ])('%s', (_, resource, ...problems) => {
    expect(problemsOf({ Resources: { X: resource, X2: table() } })).toEqual(problems);
  });
});

describe('grants that nobody signs for', () => {
  const targetRole = (statements: unknown[]): Template => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {},
      Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }],
    },
  });
  const grant = (action: string, resource: unknown) => ({
    Effect: 'Allow',
    Action: action,
    Resource: resource,
  });
  const greetArn = { 'Fn::GetAtt': ['Greet', 'Arn'] };
  const streamArn = { 'Fn::GetAtt': ['Ledger', 'StreamArn'] };

  function granted(statements: unknown[]): Template {
    return {
      Resources: {
        Role: targetRole(statements),
        Greet: lambda(),
        Ledger: table({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } }),
        Map: mapping({}, { EventSourceArn: streamArn, FunctionName: { Ref: 'Greet' } }),
        Often: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(5 minutes)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: { Arn: greetArn, RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] }, Input: '{"a":1}' },
          },
        },
      },
    };
  }

  test('a schedule needs the right to invoke, a mapping the right to read', () => {
    expect(() => readOne(granted([]), greet)).toThrow(
      /Map[\s\S]*dynamodb:GetRecords[\s\S]*Often[\s\S]*lambda:Invoke/,
    );
  });

  test('with them both are carried out', () => {
    const statements = [grant('lambda:InvokeFunction', greetArn), grant('dynamodb:Get*', streamArn)];
    const { schedules, streamMappings } = readOne(granted(statements), greet);
    expect(schedules).toMatchObject([
      { name: 'Desk-Often', expression: 'rate(5 minutes)', timeZone: 'UTC', input: '{"a":1}' },
    ]);
    expect(streamMappings).toMatchObject([{ functionName: 'Desk-Greet', filters: [{}], parallelBatches: 1 }]);
  });
});

function machine(more: Template): Template {
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { DefinitionString: '{}', RoleArn: 'arn:aws:iam::0:role/r', ...more },
  };
}

function policy(more: Template): Template {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more };
  return { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [statement] }, Roles: [] } };
}

const bucketPolicy: Template = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: 'b',
    PolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:*', Resource: '*' }],
    },
  },
};

function stageOf(name: string): Template {
  return { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'a', StageName: name } };
}

function routeTo(target: string): Template {
  return { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: 'a', RouteKey: 'GET /', Target: target } };
}

function ruleOf(pattern: Template): Template {
  return { Type: 'AWS::Events::Rule', Properties: { EventPattern: pattern } };
}

function mapping(pattern: Template, more: Template = {}): Template {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: 'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/T/stream/x',
      FunctionName: 'f',
      StartingPosition: 'LATEST',
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] },
      ...more,
    },
  };
}

function ruleTo(arn: string): Template {
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['x'] }, Targets: [{ Id: 'T', Arn: arn }] },
  };
}
