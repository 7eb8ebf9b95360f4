/** Functions in their threads: what they are given, what their failures come to, and that one never harms another. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../infra/embedded/clock.ts';
import { arnOf, type LambdaDesk, REGION, startLambdaDesk } from './lambda-desk.ts';

const HOUR = 3_600_000;
const AHEAD = 400 * 24 * HOUR;

const functions = {
  echo: { code: 'export const handler = async (event) => event;' },
  nothing: { code: 'export const handler = () => undefined;' },
  environment: {
    code: 'export const handler = () => ({ ...process.env });',
    environment: { TABLE: 'notes' },
  },
  context: {
    code: `export const handler = (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
    timeoutSeconds: 7,
    memoryMb: 192,
  },
  clock: {
    code: `export const handler = (instant) => ({
  now: Date.now(), fresh: new Date().getTime(), said: Date.parse(Date()), given: new Date(instant).toISOString(),
  parts: new Date(2022, 0, 1).getFullYear(), same: new Date() instanceof Date, made: new (new Date(0).constructor)().getTime(),
});`,
  },
  counting: { code: 'let calls = 0; export const handler = () => (calls += 1);' },
  fails: {
    code: `class Overdrawn extends Error { name = 'Overdrawn'; }
export const handler = async (event) => { if (event === 'text') throw 'just text'; throw new Overdrawn('too much'); };`,
  },
  unspeakable: { code: 'export const handler = () => 10n;' },
  vast: { code: "export const handler = () => 'x'.repeat(7_000_000);" },
  spins: { code: 'export const handler = (spin) => { while (spin); return 1; };', timeoutSeconds: 1 },
  hangs: { code: 'export const handler = () => new Promise(() => undefined);', timeoutSeconds: 1 },
  eats: {
    code: 'export const handler = (eat) => { const all = []; while (eat) all.push({ at: all.length, more: [1, 2, 3] }); return 1; };',
  },
  exits: {
    code: 'export const handler = (status) => { if (status !== null) process.exit(status); return 1; };',
  },
  bursts: {
    code: `export const handler = (how) => {
  if (how === 'timer') setTimeout(() => { throw new TypeError('from a timer'); }, 1);
  if (how === 'promise') Promise.reject(new RangeError('nobody listens'));
  return how === 'no' ? 1 : new Promise(() => undefined);
};`,
  },
  says: {
    code: `export const handler = async () => {
  console.log('plain %d', 1); console.error(JSON.stringify({ message: 'as JSON' })); console.debug('low');
  await new Promise((done) => process.stdout.write('raw\\n', done));
};`,
  },
  unloadable: { code: "throw new Error('not today');" },
  lacking: { code: "import 'no-such-package'; export const handler = () => 1;" },
  misspelt: { code: 'export const handler = () => {;' },
  misnamed: { code: 'export const other = () => 1;' },
  calling: { code: 'export const handler = (event, context, callback) => callback(null, 1);' },
  'deep/inside': { code: 'export const api = { main: () => "found" };', handler: 'index.api.main' },
};

describe('functions in threads', () => {
  let desk: LambdaDesk;
  const offset = new Float64Array(new SharedArrayBuffer(8));

  beforeAll(async () => {
    offset[0] = AHEAD;
    const { now, at } = realClock();
    desk = await startLambdaDesk({ functions, clock: { now: () => now() + AHEAD, at }, offset });
  });
  afterAll(() => desk.stop());

  const answer = async (name: string, payload: unknown = null): Promise<unknown> => {
    const outcome = await desk.lambda.invoke(name, payload);
    if ('error' in outcome) throw new Error(JSON.stringify(outcome.error));
    return outcome.payload;
  };
  const failure = async (name: string, payload: unknown = null) => {
    const outcome = await desk.lambda.invoke(name, payload);
    if ('payload' in outcome) throw new Error(`it answered ${JSON.stringify(outcome.payload)}`);
    return outcome.error;
  };

  test('an event comes and goes as JSON', async () => {
    const event = { 文: '字', list: [1, null, 'two'], nested: { deep: true } };
    expect(await answer('echo', event)).toEqual(event);
    expect(await answer('nothing')).toBeNull();
    expect(await answer('deep/inside')).toBe('found');
  });

  test('a function is found by name, by ARN and by partial ARN, and no other is', async () => {
    for (const name of ['echo', arnOf('echo'), `${arnOf('echo')}:$LATEST`, '000000000000:function:echo'])
      expect(await answer(name, 1)).toBe(1);
    for (const name of ['ech', arnOf('ech'), arnOf('echo').replace(REGION, 'us-east-1'), 'echo:7'])
      await expect(desk.lambda.invoke(name, 1)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });

  test('the environment holds the variables of the template and those of Lambda, none of the desk', async () => {
    const environment = await answer('environment');
    const { accessKeyId, secretAccessKey } = desk.credentials.byName('worker');
    expect(environment).toMatchObject({
      TABLE: 'notes',
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: desk.endpoint.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: 'environment',
    });
    for (const name of ['PATH', 'HOME', 'NODE_OPTIONS', 'VITEST'])
      expect(environment).not.toHaveProperty(name);
  });

  test('a variable that Lambda keeps for itself is refused at the boot', async () => {
    const taken = { code: '', environment: { AWS_REGION: 'mars' } };
    await expect(startLambdaDesk({ functions: { taken }, clock: realClock() })).rejects.toThrow(/AWS_REGION/);
  });

  test('the context tells who is called and how long it may take', async () => {
    const context = await answer('context');
    expect(context).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      invokedFunctionArn: arnOf('context'),
      memoryLimitInMB: '192',
      logGroupName: '/aws/lambda/context',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      left: expect.any(Number),
    });
  });

  test('time in a function is the time of the virtual clock, given instants stay', async () => {
    const before = Date.now() + AHEAD;
    const seen = await answer('clock', '2022-07-11T00:00:00+08:00');
    const after = Date.now() + AHEAD;
    expect(seen).toMatchObject({ given: '2022-07-10T16:00:00.000Z', parts: 2022, same: true });
    const { now, fresh, said, made } = seen as Record<string, number>;
    for (const instant of [now, fresh, made]) {
      expect(instant).toBeGreaterThanOrEqual(before);
      expect(instant).toBeLessThanOrEqual(after);
    }
    expect(said).toBeGreaterThan(before - 2000);
  });

  test('a thread is kept for the next call, one call at a time', async () => {
    expect(await answer('counting')).toBe(1);
    expect(await answer('counting')).toBe(2);
    const together = await Promise.all(Array.from({ length: 40 }, () => answer('counting')));
    expect(together).toHaveLength(40);
    expect(desk.lambda.counts['counting']).toBe(42);
  });

  test('a thrown error is told with name, message and stack', async () => {
    expect(await failure('fails')).toEqual({
      errorType: 'Overdrawn',
      errorMessage: 'too much',
      trace: expect.arrayContaining([expect.stringContaining('index.mjs')]),
    });
    expect(await failure('fails', 'text')).toEqual({
      errorType: 'string',
      errorMessage: 'just text',
      trace: [],
    });
    expect(await failure('unspeakable')).toMatchObject({ errorMessage: 'Unable to stringify response body' });
    expect(await failure('vast')).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(await failure('echo', 'x'.repeat(7_000_000))).toMatchObject({
      errorType: 'RequestTooLargeException',
    });
  });

  test.each([
    ['spins', true],
    ['hangs', null],
  ])('%s: time is up, and the next call finds a fresh thread', async (name, payload) => {
    expect(await failure(name, payload)).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
      ),
    });
    if (name === 'spins') expect(await answer(name, false)).toBe(1);
  });

  test('a function that eats its memory or exits ends alone', async () => {
    const [eaten, gone, quiet, well] = await Promise.all([
      failure('eats', true),
      failure('exits', 3),
      failure('exits', 0),
      answer('echo', 'unharmed'),
    ]);
    expect(eaten.errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
    expect(gone.errorMessage).toMatch(/Runtime exited with error: exit status 3$/);
    expect(quiet.errorMessage).toMatch(/Runtime exited without providing a reason$/);
    expect([eaten, gone, quiet].map(({ errorType }) => errorType)).toEqual(
      Array(3).fill('Runtime.ExitError'),
    );
    expect(well).toBe('unharmed');
    expect(await answer('eats', false)).toBe(1);
    expect(await answer('exits', null)).toBe(1);
  });

  test('an error that nobody catches is told like a thrown one', async () => {
    expect(await failure('bursts', 'timer')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'from a timer',
    });
    expect(await failure('bursts', 'promise')).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'RangeError: nobody listens',
    });
    expect(await answer('bursts', 'no')).toBe(1);
  });

  test.each([
    ['unloadable', 'Error'],
    ['lacking', 'Runtime.ImportModuleError'],
    ['misspelt', 'Runtime.UserCodeSyntaxError'],
    ['misnamed', 'Runtime.HandlerNotFound'],
    ['calling', 'Runtime.CallbackHandlerDeprecated'],
  ])('%s can not be loaded: %s', async (name, errorType) => {
    expect(await failure(name)).toMatchObject({ errorType });
  });

  test('what a function says becomes JSON lines', async () => {
    await answer('says');
    const lines = desk.said.filter((line) => line['function'] === 'says');
    expect(lines).toEqual([
      expect.objectContaining({ level: 'INFO', message: 'plain 1', requestId: expect.any(String) }),
      expect.objectContaining({ level: 'ERROR', message: { message: 'as JSON' } }),
      expect.objectContaining({ level: 'DEBUG', message: 'low' }),
      expect.objectContaining({ level: 'INFO', message: 'raw' }),
    ]);
    expect(lines[0]?.['at']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('it settles when the last call has ended, and takes no call once it stops', async () => {
    const other = await startLambdaDesk({ functions: { echo: functions.echo }, clock: realClock() });
    const ended: string[] = [];
    const call = other.lambda.invoke('echo', 1).then(() => ended.push('call'));
    await other.lambda.settled().then(() => ended.push('settled'));
    await call;
    expect(ended.sort()).toEqual(['call', 'settled']);
    await other.stop();
    expect(await other.lambda.invoke('echo', 1)).toMatchObject({ error: { errorType: 'ServiceException' } });
  });
});
