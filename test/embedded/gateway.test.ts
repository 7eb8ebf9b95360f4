/** The HTTP API over the wire: routes, events, answers, limits, CORS and what API Gateway says by itself. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRouter } from '../../infra/embedded/gateway/router.ts';
import { bodyOf, type GatewayDesk, START, startGatewayDesk } from './gateway-desk.ts';

const functions = {
  echo: {
    code: 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });',
  },
  answers: { code: 'export const handler = async (event) => JSON.parse(event.body);' },
  fails: { code: "export const handler = async () => { throw new Error('secret reason'); };" },
  hangs: { code: 'export const handler = () => new Promise(() => undefined);', timeoutSeconds: 2 },
};

const routes = {
  'GET /notes/{id}': 'echo',
  'POST /notes/{id}': 'echo',
  'ANY /files/{path+}': 'echo',
  'GET /notes/latest': 'echo',
  'POST /answers': 'answers',
  'GET /fails': 'fails',
};

interface Seen {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly timeEpoch: number };
}

describe('routes and events', () => {
  let desk: GatewayDesk;
  beforeAll(async () => {
    desk = await startGatewayDesk({ functions, routes });
  });
  afterAll(() => desk.stop());

  const event = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(desk.url + path, init);
    expect(response.status).toBe(200);
    return bodyOf<Seen>(response);
  };

  test('a function gets the event of payload format 2.0', async () => {
    const response = await fetch(`${desk.url}/notes/a%2Fb%20c?tag=1&tag=2&q=%E7%BB%A9`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: 'one=1; two=2',
        'X-Many': 'a',
        'user-agent': 'test',
      },
      body: '{"字":1}',
    });
    const seen = await bodyOf<Seen>(response);
    expect(seen).toEqual({
      version: '2.0',
      routeKey: 'POST /notes/{id}',
      rawPath: '/notes/a%2Fb%20c',
      rawQueryString: 'tag=1&tag=2&q=%E7%BB%A9',
      cookies: ['one=1', 'two=2'],
      headers: expect.objectContaining({ 'content-type': 'application/json', 'x-many': 'a' }),
      queryStringParameters: { tag: '1,2', q: '绩' },
      pathParameters: { id: 'a/b c' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api123',
        domainName: '127.0.0.1',
        domainPrefix: '127',
        http: {
          method: 'POST',
          path: '/notes/a%2Fb%20c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: response.headers.get('apigw-requestid'),
        routeKey: 'POST /notes/{id}',
        stage: '$default',
        time: expect.stringMatching(/^01\/Jul\/2022:01:00:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"字":1}',
      isBase64Encoded: false,
    });
    expect(seen.headers).not.toHaveProperty('cookie');
  });

  test('a header that comes twice is joined, and time is the time of the desk', async () => {
    const headers = new Headers([
      ['x-many', 'a'],
      ['x-many', 'b'],
    ]);
    const seen = await event('/notes/1', { headers });
    expect(seen.headers['x-many']?.replace(' ', '')).toBe('a,b');
    expect(seen.requestContext.timeEpoch - START).toBeLessThan(60_000);
    for (const absent of ['body', 'cookies', 'queryStringParameters'])
      expect(seen).not.toHaveProperty(absent);
    const { headers: answered } = await fetch(`${desk.url}/notes/1`);
    expect(answered.get('date')).toMatch(/^Fri, 01 Jul 2022 01:00/);
  });

  test.each([
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['application/problem+json', false],
    ['text/csv; charset=utf-8', false],
  ])('a body of %s reaches the function as base64: %s', async (type, isBase64) => {
    const seen = await event('/notes/1', { method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    expect(seen).toMatchObject({ isBase64Encoded: isBase64, body: isBase64 ? 'YT0x' : 'a=1' });
  });

  test('literal segments go before parameters, parameters before a greedy rest', async () => {
    expect(await event('/notes/latest')).toMatchObject({ routeKey: 'GET /notes/latest' });
    expect(await event('/notes/1')).toMatchObject({ routeKey: 'GET /notes/{id}' });
    expect(await event('/files/a/b%20c/d', { method: 'PUT' })).toMatchObject({
      routeKey: 'ANY /files/{path+}',
      pathParameters: { path: 'a/b c/d' },
    });
  });

  test.each(['/', '/notes', '/notes/', '/notes/1/more', '/files/', '/fails/x'])(
    '%s is not found',
    async (path) => {
      const response = await fetch(desk.url + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ message: 'Not Found' });
    },
  );

  test('a method without a route is not found', async () => {
    expect((await fetch(`${desk.url}/notes/1`, { method: 'DELETE' })).status).toBe(404);
  });

  test('a route key that is none stops the boot', () => {
    const route = { functionArn: 'f', timeoutMs: 1 };
    for (const routeKey of ['GET', 'FETCH /a', 'GET a', 'GET /{a+}/b', '$connect'])
      expect(() => createRouter([{ ...route, routeKey }])).toThrow(/cannot be carried out/);
  });

  test('$default takes what no other route takes', () => {
    const route = { functionArn: 'f', timeoutMs: 1 };
    const find = createRouter([
      { ...route, routeKey: '$default' },
      { ...route, routeKey: 'ANY /{proxy+}' },
    ]);
    expect(find('GET', '/')?.route.routeKey).toBe('$default');
    expect(find('GET', '/a')?.route.routeKey).toBe('ANY /{proxy+}');
  });

  const answered = (answer: unknown) => fetch(`${desk.url}/answers`, json(answer));
  const json = (value: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });

  test('an answer with status, headers, cookies and bytes goes out as it is', async () => {
    const response = await answered({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', ETag: '"1"', 'X-Number': 7 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    expect(response.status).toBe(201);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      etag: '"1"',
      'x-number': '7',
      'content-length': '2',
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  test('an answer without a status is a 200 of JSON, one without a type is text', async () => {
    const plain = await answered({ any: 'thing' });
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await plain.json()).toEqual({ any: 'thing' });
    expect(await (await answered('just text')).text()).toBe('just text');
    expect((await answered({ statusCode: 200, body: 'x' })).headers.get('content-type')).toBe(
      'text/plain;charset=UTF-8',
    );
    const empty = await answered({ statusCode: 204, headers: null, body: null });
    expect([empty.status, await empty.text()]).toEqual([204, '']);
  });

  test.each([
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 99 }],
    ['a header that cannot be sent', { statusCode: 200, headers: { 'x-bad': 'a\nb' } }],
  ])('%s is an internal error', async (_, answer) => {
    const response = await answered(answer);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
  });

  test('a function that fails is an internal error, and its reason stays in the log', async () => {
    const response = await fetch(`${desk.url}/fails`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(desk.said.join()).toContain('secret reason');
  });

  test.each([
    ['API Gateway', 10 * 1024 * 1024 + 1],
    ['Lambda', 6 * 1024 * 1024],
  ])('a body that is too long for %s is refused', async (_, length) => {
    const headers = { 'content-type': 'text/plain' };
    const response = await fetch(`${desk.url}/notes/1`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(length),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  test('headers that are too long are refused', async () => {
    const response = await fetch(`${desk.url}/notes/1`, { headers: { authorization: 'x'.repeat(11_000) } });
    expect(response.status).toBe(431);
  });

  test('a client that goes away in the middle harms nobody', async () => {
    const before = desk.said.length;
    const socket = connect(desk.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /notes/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf');
    const taken = desk.gateway.taken();
    while (desk.gateway.taken() === taken) await new Promise(setImmediate);
    socket.destroy();
    await desk.gateway.settled();
    expect(await event('/notes/1')).toBeDefined();
    expect(desk.said).toHaveLength(before);
  });
});

describe('limits and neighbours', () => {
  test('a function that takes longer than its route allows is unavailable', async () => {
    const desk = await startGatewayDesk({ functions, routes: { 'GET /hangs': 'hangs' }, timeoutMs: 50 });
    const response = await fetch(`${desk.url}/hangs`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
    await desk.stop();
  });

  test('stopping does not wait for a client that is still sending', async () => {
    const desk = await startGatewayDesk({ functions, routes });
    const socket = connect(desk.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /notes/1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf');
    while (desk.gateway.taken() === 0) await new Promise(setImmediate);
    await Promise.all([once(socket, 'close'), desk.stop()]);
  });

  const cors = {
    allowOrigins: ['https://console.example', 'http://*'],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['authorization', 'if-match'],
    exposeHeaders: ['etag'],
    allowCredentials: true,
    maxAge: 600,
  };

  test('CORS as the template allows it', async () => {
    const desk = await startGatewayDesk({ functions, routes, cors });
    const ask = async (origin: string, method: string, path = '/notes/1') => {
      const { status, headers } = await fetch(desk.url + path, { method, headers: { origin } });
      return { status, headers: Object.fromEntries(headers) };
    };
    expect(await ask('https://console.example', 'OPTIONS')).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://console.example',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'authorization,if-match',
        'access-control-max-age': '600',
        vary: 'origin',
      },
    });
    expect(await ask('http://any.example', 'GET')).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': 'http://any.example',
        'access-control-expose-headers': 'etag',
        'access-control-allow-credentials': 'true',
      },
    });
    const strange = await ask('https://evil.example', 'GET');
    const local = await ask('https://console.example', 'GET', '/local/clock');
    for (const { headers } of [strange, local])
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    await desk.stop();
  });
});
