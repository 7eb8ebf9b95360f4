/** What people get when something of ours fails: told to try again or whom to tell, and nothing of the inside. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { readFilings } from '../../shared/contract/routes/read-filings.ts';
import { endpoints } from '../../shared/edge/endpoint.ts';
import { Fault } from '../../shared/fault.ts';

const member = { id: 'm', region: '360733', name: '某人', posts: [] };
const ports = { ledger: { member: async () => member, recall: async () => undefined }, now: () => 0 };

// The gateway's event and context in the few members that are read; the rest would be noise here.
const event = {
  routeKey: 'GET /api/me',
  headers: {},
  rawPath: '/api/me',
  requestContext: { routeKey: 'GET /api/me', authorizer: { jwt: { claims: { sub: 'm' } } } },
} as unknown as APIGatewayProxyEventV2;
const context = { awsRequestId: 'request-1' } as Context;

const { readMe } = readFilings;

async function answerTo(failure: Error) {
  const said: string[] = [];
  const console = vi
    .spyOn(globalThis.console, 'log')
    .mockImplementation((line) => void said.push(String(line)));
  const handler = endpoints({ readMe }, ports, { readMe: () => Promise.reject(failure) });
  const answer = await handler(event, context);
  console.mockRestore();
  return { ...answer, problem: JSON.parse(answer.body ?? ''), said: said.map((line) => JSON.parse(line)) };
}

describe('a fault', () => {
  test('is 503 with Retry-After, and logged as a fault', async () => {
    const { statusCode, headers, problem, said } = await answerTo(
      new Fault('ledger get', new Error('socket hang up')),
    );
    expect({ statusCode, code: problem.code }).toEqual({ statusCode: 503, code: 'too-busy' });
    expect(headers).toMatchObject({
      'retry-after': '1',
      'content-type': 'application/problem+json; charset=utf-8',
    });
    expect(said).toMatchObject([{ happening: 'fault', request: 'request-1' }]);
  });
});

describe('a defect', () => {
  test('is 500 with a number to tell, and nothing of the inside', async () => {
    const { statusCode, body, problem, said } = await answerTo(
      new TypeError('table arn:aws-cn:dynamodb:secret is odd'),
    );
    expect({ statusCode, code: problem.code, instance: problem.instance }).toEqual({
      statusCode: 500,
      code: 'defect',
      instance: 'request-1',
    });
    expect(body).not.toMatch(/arn|secret|TypeError|stack/);
    expect(said).toMatchObject([{ happening: 'defect', error: 'TypeError' }]);
  });
});
