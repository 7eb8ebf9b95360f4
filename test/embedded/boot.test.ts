/** One application of every kind of resource, booted from its template: route → function → table → stream → machine → token. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngine } from '../../infra/embedded/dynamodb/engine.ts';
import { boot, type Runtime } from '../../infra/embedded/runtime.ts';
import { approve, bootDesk, look, tokenOf, write } from './desk.ts';
import { writeDesk } from './desk-assembly.ts';
import { temporaryFolder, writeAssembly } from './hand-made-assembly.ts';

let assembly: string;
let data: string;
beforeAll(() => {
  assembly = temporaryFolder();
  writeDesk(assembly);
});
afterAll(() => rmSync(assembly, { recursive: true, force: true }));
beforeEach(() => {
  data = temporaryFolder();
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** What the SDK's clients need to reach the runtime as its operator. */
function atDesk({ awsUrl, region, credentials }: Runtime) {
  const { accessKeyId, secretAccessKey } = credentials;
  return { endpoint: awsUrl, region, credentials: { accessKeyId, secretAccessKey } };
}

async function itemOf(runtime: Runtime, pk: string) {
  const client = new DynamoDBClient(atDesk(runtime));
  const TableName = runtime.resources['Notes'];
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }));
  client.destroy();
  return Item;
}

describe('an application at the desk', () => {
  let runtime: Runtime;
  beforeEach(async () => {
    runtime = await bootDesk(assembly, data);
  });
  afterEach(() => runtime.stop());

  test('a note goes from its route to the end of its machine', async () => {
    const { apiUrl } = runtime;
    expect(runtime.outputs['ApiUrl']).toBe(apiUrl);
    expect(await write(apiUrl, 'a')).toBe(201);
    await runtime.settled();
    expect(await look(apiUrl, 'a')).toEqual({ note: true, token: true, done: false, ended: false });

    expect(await approve(apiUrl, 'a')).toBe(401);
    expect(await approve(apiUrl, 'a', await tokenOf(apiUrl, 'anna'))).toBe(202);
    await runtime.settled();
    expect(await look(apiUrl, 'a')).toEqual({ note: true, token: true, done: true, ended: true, by: 'anna' });
    expect(runtime.counts()).toMatchObject({ executionsStarted: 1, statesEntered: 2 });
  });

  test('the clients of AWS reach table, machine and bucket', async () => {
    await write(runtime.apiUrl, 'b');
    await runtime.settled();
    const tables = await new DynamoDBClient(atDesk(runtime)).send(new ListTablesCommand({}));
    expect(tables.TableNames).toEqual([runtime.outputs['NotesName']]);
    const machines = new SFNClient(atDesk(runtime));
    const list = await machines.send(
      new ListExecutionsCommand({ stateMachineArn: runtime.outputs['Machine'] }),
    );
    expect(list.executions).toMatchObject([{ name: 'b', status: 'RUNNING' }]);

    const objects = new S3Client({ ...atDesk(runtime), forcePathStyle: true });
    const Bucket = runtime.outputs['ReportsName'];
    await objects.send(new PutObjectCommand({ Bucket, Key: 'report.pdf', Body: 'stamped' }));
    await runtime.settled();
    expect(await itemOf(runtime, 'object#report.pdf')).toBeDefined();
  });

  test('a schedule fires while the clock is moved', async () => {
    await runtime.clock.advanceTo(Date.parse('2022-07-04T09:00:00+08:00'));
    await runtime.settled();
    // At eight in the morning of the 2nd, the 3rd and the 4th.
    expect((await itemOf(runtime, 'tick#daily'))?.['hits']).toEqual({ N: '3' });
  });

  test('a second boot on the same folder is refused, and the first goes on', async () => {
    await expect(bootDesk(assembly, data)).rejects.toThrow(`in use by process ${process.pid}`);
    expect(await write(runtime.apiUrl, 'c')).toBe(201);
  });

  test('what waits goes on after a stop', async () => {
    await write(runtime.apiUrl, 'd');
    await runtime.settled();
    const before = runtime.clock.now();
    await runtime.stop();
    runtime = await bootDesk(assembly, data);
    expect(runtime.clock.now()).toBeGreaterThanOrEqual(before);
    expect(await approve(runtime.apiUrl, 'd', await tokenOf(runtime.apiUrl, 'anna'))).toBe(202);
    await runtime.settled();
    expect(await look(runtime.apiUrl, 'd')).toMatchObject({ done: true, ended: true });
  });

  test('a function is found by a shorter name', async () => {
    expect(await runtime.invoke('tick', { name: 'by-hand' })).toHaveProperty('payload');
    await expect(runtime.invoke('i', {})).rejects.toThrow('More than one function fits "i"');
    await expect(runtime.invoke('nobody', {})).rejects.toThrow('No function fits "nobody"');
  });
});

describe('what stops a boot', () => {
  test('a template that cannot be carried out, and the folder is free again', async () => {
    const broken = temporaryFolder();
    writeAssembly(broken, {
      stacks: { S: { template: { Resources: { Db: { Type: 'AWS::RDS::DBInstance' } } } } },
    });
    await expect(boot({ assembly: broken, data })).rejects.toThrow('Db (AWS::RDS::DBInstance)');
    rmSync(broken, { recursive: true, force: true });
    const runtime = await bootDesk(assembly, data);
    await runtime.stop();
    expect(existsSync(join(data, 'lock'))).toBe(false);
  });

  test('a clock that starts at no instant', async () => {
    await expect(boot({ assembly, data, clock: { virtualStart: 'soon' } })).rejects.toThrow('"soon"');
  });
});

test('a grant that was forgotten fails at the desk', async () => {
  const careless = temporaryFolder();
  writeDesk(careless, 'ReviewPolicy');
  const runtime = await bootDesk(careless, data);
  try {
    await write(runtime.apiUrl, 'f');
    await runtime.settled();
    const machines = new SFNClient(atDesk(runtime));
    const { executions } = await machines.send(
      new ListExecutionsCommand({ stateMachineArn: runtime.outputs['Machine'] }),
    );
    const ended = new DescribeExecutionCommand({ executionArn: executions?.[0]?.executionArn });
    expect(await machines.send(ended)).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AccessDeniedException',
      cause: expect.stringContaining(
        'Stateless-ReviewRole is not authorized to perform: lambda:InvokeFunction',
      ),
    });
  } finally {
    await runtime.stop();
    rmSync(careless, { recursive: true, force: true });
  }
});

test('another DynamoDB takes the place of the engine', async () => {
  const elsewhere = temporaryFolder();
  const engine = await startEngine(join(elsewhere, 'other.db'));
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = engine.endpoint;
  const runtime = await bootDesk(assembly, data);
  try {
    expect(await write(runtime.apiUrl, 'e')).toBe(201);
    expect(existsSync(join(data, 'ledger.db'))).toBe(false);
  } finally {
    delete process.env['AWS_ENDPOINT_URL_DYNAMODB'];
    await runtime.stop();
    await engine.stop();
    rmSync(elsewhere, { recursive: true, force: true });
  }
});
