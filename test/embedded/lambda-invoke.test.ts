/** Lambda's own address over the wire: signatures, grants, the three types of invocation, and errors in Lambda's words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';
import { arnOf, type LambdaDesk, REGION, startLambdaDesk } from './lambda-desk.ts';
import { signed } from './sign-aws.ts';

const functions = {
  double: { code: 'export const handler = ({ number }) => ({ number: 2 * number });' },
  keys: { code: 'export const handler = (event) => Object.keys(event).length;' },
  fails: { code: "export const handler = () => { throw new TypeError('no'); };" },
  writes: {
    code: "import { appendFileSync } from 'node:fs';\nexport const handler = ({ file, text }) => appendFileSync(file, text);",
  },
};
const policies = {
  caller: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [arnOf('double')] }],
} as const;

describe('Invoke over the wire', () => {
  let desk: LambdaDesk;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = manualClock('2022-07-01T01:00:00Z');
    desk = await startLambdaDesk({ functions, clock, policies });
    desk.queue.start();
  });
  afterAll(() => desk.stop());

  interface Call {
    readonly body?: string;
    readonly as?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly method?: string;
    readonly path?: string;
    readonly late?: number;
  }

  async function call(name: string, { body, as, headers = {}, method = 'POST', path, late = 0 }: Call = {}) {
    const where = path ?? `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
    const principal = as === undefined ? desk.credentials.operator : desk.credentials.byName(as);
    const content = { headers, ...(body !== undefined && { body }) };
    const signing = { service: 'lambda', region: REGION, principal, now: clock.now() - late };
    const url = `${desk.endpoint.url}${where}`;
    return fetch(url, { method, ...content, headers: signed(method, url, content, signing) });
  }

  test('a call is answered with the payload of the function', async () => {
    const response = await call('double', { body: '{"number":21}' });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.headers.get('x-amz-function-error')).toBeNull();
    expect(response.headers.get('date')).toBe('Fri, 01 Jul 2022 01:00:00 GMT');
    expect(await response.json()).toEqual({ number: 42 });
  });

  test('an ARN, a qualifier and an empty payload are understood', async () => {
    const byArn = await call(arnOf('double'), { body: '{"number":1}' });
    expect(await byArn.json()).toEqual({ number: 2 });
    const latest = await call('', {
      path: '/2015-03-31/functions/double/invocations?Qualifier=%24LATEST',
      body: '{}',
    });
    expect(latest.status).toBe(200);
    const other = await call('', {
      path: '/2015-03-31/functions/double/invocations?Qualifier=7',
      body: '{}',
    });
    expect(other.status).toBe(404);
    expect(await (await call('keys')).json()).toBe(0);
  });

  test('a failure of the function is an answer with a mark', async () => {
    const response = await call('fails', { body: '{}' });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(await response.json()).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
  });

  test('who has no grant, no key or no signature does not get in', async () => {
    expect((await call('double', { as: 'caller', body: '{"number":1}' })).status).toBe(200);
    const denied = await call('fails', { as: 'caller', body: '{}' });
    expect(denied.status).toBe(403);
    expect(denied.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await denied.json()).toMatchObject({ Message: expect.stringContaining('lambda:InvokeFunction') });
    const unsigned = await fetch(`${desk.endpoint.url}/2015-03-31/functions/double/invocations`, {
      method: 'POST',
    });
    expect(unsigned.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    const outdated = await call('double', { body: '{}', late: 3_600_000 });
    expect(outdated.status).toBe(403);
    expect(outdated.headers.get('x-amzn-errortype')).toBe('InvalidSignatureException');
  });

  test.each([
    ['nobody', { body: '{}' }, 404, 'ResourceNotFoundException'],
    ['double', { body: '{' }, 400, 'InvalidRequestContentException'],
    [
      'double',
      { body: '{}', headers: { 'x-amz-invocation-type': 'Later' } },
      400,
      'InvalidParameterValueException',
    ],
    ['double', { body: '{}', headers: { 'x-amz-log-type': 'Tail' } }, 400, 'InvalidParameterValueException'],
    ['double', { body: JSON.stringify('x'.repeat(7_000_000)) }, 413, 'RequestTooLargeException'],
    ['double', { method: 'GET', path: '/2015-03-31/functions' }, 404, 'UnknownOperationException'],
  ])('%s %#: is refused', async (name, what, status, code) => {
    const response = await call(name, what);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(code);
  });

  test('a dry run does nothing, an event is taken and carried out later', async () => {
    const file = join(desk.folder, 'written');
    const body = JSON.stringify({ file, text: 'once' });
    const dry = await call('writes', { body, headers: { 'x-amz-invocation-type': 'DryRun' } });
    expect(dry.status).toBe(204);
    const taken = await call('writes', { body, headers: { 'x-amz-invocation-type': 'Event' } });
    expect(taken.status).toBe(202);
    await desk.queue.settled();
    expect(readFileSync(file, 'utf8')).toBe('once');
  });
});
