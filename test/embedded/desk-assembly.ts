/**
 * A whole small application in two hand-made stacks, one of each kind of resource: a note is written over HTTP, its stream
 * record starts a machine, the machine waits for an approval, rules and schedules leave their traces in the table.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are CloudFormation's own placeholders.
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, type Template, writeAssembly } from './hand-made-assembly.ts';

const SDK = `
import { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
const db = new DynamoDBClient({});
const machines = new SFNClient({});
const TableName = process.env.TABLE;
const put = (pk, more = {}) => db.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));
const get = async (pk) => (await db.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }))).Item;
`;

const CODE: Readonly<Record<string, string>> = {
  notes: `${SDK}
export const handler = async (event) => {
  const { id } = event.pathParameters;
  if (event.routeKey.startsWith('PUT')) {
    await put('note#' + id, { text: { S: event.body } });
    return { statusCode: 201, body: id };
  }
  if (event.routeKey.startsWith('POST')) {
    const waiting = await get('token#' + id);
    if (waiting === undefined) return { statusCode: 409, body: 'not waiting' };
    await machines.send(new SendTaskSuccessCommand({ taskToken: waiting.token.S, output: JSON.stringify({ by: event.requestContext.authorizer.jwt.claims.sub }) }));
    return { statusCode: 202 };
  }
  const states = await Promise.all(['note', 'token', 'done', 'ended'].map(async (kind) => [kind, (await get(kind + '#' + id)) !== undefined]));
  return { ...Object.fromEntries(states), by: (await get('done#' + id))?.by?.S };
};`,
  follow: `${SDK}
export const handler = async ({ Records }) => {
  for (const { dynamodb } of Records) {
    const id = dynamodb.Keys.pk.S.slice('note#'.length);
    try {
      await machines.send(new StartExecutionCommand({ stateMachineArn: process.env.MACHINE, name: id, input: JSON.stringify({ id }) }));
    } catch (error) {
      if (error.name !== 'ExecutionAlreadyExists') throw error;
    }
  }
  return { batchItemFailures: [] };
};`,
  gate: `${SDK}
export const handler = ({ id, token }) => put('token#' + id, { token: { S: token } });`,
  finish: `${SDK}
export const handler = ({ id, by }) => put('done#' + id, { by: { S: by } });`,
  witness: `${SDK}
export const handler = (event) => event['detail-type'] === 'Object Created' ? put('object#' + event.detail.object.key) : put('ended#' + event.detail.name);`,
  tick: `${SDK}
export const handler = ({ name }) => db.send(new UpdateItemCommand({ TableName, Key: { pk: { S: 'tick#' + name } }, UpdateExpression: 'ADD hits :one', ExpressionAttributeValues: { ':one': { N: '1' } } }));`,
};

const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Approval',
  States: {
    Approval: {
      Type: 'Task',
      Resource: 'arn:${Partition}:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: '${Gate}',
        Payload: { id: '{% $states.input.id %}', token: '{% $states.context.Task.Token %}' },
      },
      TimeoutSeconds: 8_640_000,
      Assign: { by: '{% $states.result.by %}' },
      Output: '{% $states.input %}',
      Next: 'Finish',
    },
    Finish: {
      Type: 'Task',
      Resource: 'arn:${Partition}:states:::lambda:invoke',
      Arguments: { FunctionName: '${Finish}', Payload: { id: '{% $states.input.id %}', by: '{% $by %}' } },
      End: true,
    },
  },
};

const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });

function stateful(): Template {
  return {
    Resources: {
      Notes: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
        },
      },
      Reports: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          VersioningConfiguration: { Status: 'Enabled' },
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        },
      },
    },
    Outputs: {
      NotesName: { Value: { Ref: 'Notes' }, Export: { Name: 'notes' } },
      NotesArn: { Value: getAtt('Notes'), Export: { Name: 'notes-arn' } },
      NotesStream: { Value: getAtt('Notes', 'StreamArn'), Export: { Name: 'notes-stream' } },
      ReportsName: { Value: { Ref: 'Reports' } },
    },
  };
}

const allow = (actions: readonly string[], resource: unknown) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

function role(id: string, statements: readonly unknown[]): Template {
  return {
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: id,
        PolicyDocument: { Statement: statements },
        Roles: [{ Ref: `${id}Role` }],
      },
    },
  };
}

/** A function with its role; every one may use the table, `more` is what it may do besides. */
function lambda(id: string, code: string, more: readonly unknown[] = [], variables: Template = {}): Template {
  const table = allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], {
    'Fn::ImportValue': 'notes-arn',
  });
  return {
    ...role(id, [table, ...more]),
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: codeOf(code),
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: getAtt(`${id}Role`),
        Timeout: 20,
        MemorySize: 256,
        Environment: { Variables: { TABLE: { 'Fn::ImportValue': 'notes' }, ...variables } },
      },
    },
  };
}

function functions(): Template {
  const following = [
    allow(['states:StartExecution'], { Ref: 'Review' }),
    allow(['dynamodb:GetRecords'], { 'Fn::ImportValue': 'notes-stream' }),
  ];
  return {
    ...lambda('NotesApi', 'notes', [allow(['states:SendTaskSuccess'], { Ref: 'Review' })]),
    ...lambda('Follow', 'follow', following, {
      MACHINE: {
        'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:Review',
      },
    }),
    ...lambda('Gate', 'gate'),
    ...lambda('Finish', 'finish'),
    ...lambda('Witness', 'witness'),
    ...lambda('Tick', 'tick'),
    NotesMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::ImportValue': 'notes-stream' },
        FunctionName: { Ref: 'Follow' },
        StartingPosition: 'LATEST',
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({
                eventName: ['INSERT'],
                dynamodb: { Keys: { pk: { S: [{ prefix: 'note#' }] } } },
              }),
            },
          ],
        },
      },
    },
  };
}

function workflow(): Template {
  return {
    ...role('Review', [allow(['lambda:InvokeFunction'], [getAtt('Gate'), getAtt('Finish')])]),
    Review: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'Review',
        DefinitionString: JSON.stringify(MACHINE),
        DefinitionSubstitutions: {
          Partition: { Ref: 'AWS::Partition' },
          Gate: getAtt('Gate'),
          Finish: getAtt('Finish'),
        },
        RoleArn: getAtt('ReviewRole'),
      },
    },
  };
}

function eventing(): Template {
  const rule = (pattern: Template): Template => ({
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: pattern, Targets: [{ Id: 'T', Arn: getAtt('Witness') }] },
  });
  return {
    EndRule: rule({ source: ['aws.states'], detail: { status: ['SUCCEEDED'] } }),
    ObjectRule: rule({ source: ['aws.s3'], 'detail-type': ['Object Created'] }),
    ...role('Schedule', [allow(['lambda:InvokeFunction'], getAtt('Tick'))]),
    Daily: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0 8 * * ? *)',
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: getAtt('Tick'), RoleArn: getAtt('ScheduleRole'), Input: '{"name":"daily"}' },
      },
    },
  };
}

function api(): Template {
  const route = (routeKey: string, secured: boolean): Template => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: routeKey,
      Target: { 'Fn::Sub': 'integrations/${NotesIntegration}' },
      ...(secured ? { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' } } : {}),
    },
  });
  return {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'desk', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    Jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: { Ref: 'OidcIssuer' }, Audience: [{ Ref: 'OidcAudience' }] },
      },
    },
    NotesIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: getAtt('NotesApi'),
        PayloadFormatVersion: '2.0',
      },
    },
    PutNote: route('PUT /notes/{id}', false),
    ReadNote: route('GET /notes/{id}', false),
    ApproveNote: route('POST /notes/{id}/approve', true),
  };
}

/**
 * Writes the application into `folder`, but for the resource that is forgotten. Its functions find the SDK as they do in
 * the cloud: it is just there.
 */
export function writeDesk(folder: string, forgotten = ''): void {
  const resources = { ...functions(), ...workflow(), ...eventing(), ...api() };
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeAssembly(folder, {
    stacks: {
      Stateless: {
        dependsOn: ['Stateful'],
        template: {
          Parameters: { OidcIssuer: { Type: 'String' }, OidcAudience: { Type: 'String', Default: 'desk' } },
          Resources: Object.fromEntries(Object.entries(resources).filter(([id]) => id !== forgotten)),
          Outputs: { ApiUrl: { Value: getAtt('Api', 'ApiEndpoint') }, Machine: { Value: { Ref: 'Review' } } },
        },
      },
      Stateful: { template: stateful() },
    },
    code: CODE,
  });
}
