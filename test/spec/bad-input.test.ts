/** What does not fit is refused with its own code and sentence, and changes nothing. */
import { describe, expect } from 'vitest';
import * as z from 'zod/mini';
import { problem } from '../../shared/contract/answer.ts';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { filledFor } from '../support/contents.ts';
import { test as plain } from '../support/test.ts';

const filler = '101001-filler';

/** A round is open, and a filing has a draft that must be the same after every refusal. */
const test = plain.extend<{ filing: FilingCase }>({
  filing: [
    async ({ bureau }, use) => {
      await bureau.opens('2022-H1');
      const filing = bureau.halfYear('101P01');
      await filing.isFilled();
      const before = await filing.read();
      await use(filing);
      expect(await filing.read()).toEqual(before);
    },
    { scope: 'file' },
  ],
});

/** Asks in raw HTTP, where the typed client would not let one go wrong. */
async function raw(
  bureau: Bureau,
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> },
) {
  const token = await bureau.token(filler);
  const response = await fetch(bureau.runtime.apiUrl + path, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
    ...(init.body !== undefined && { body: init.body }),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: z.parse(problem, await response.json()),
  };
}

const put = (
  bureau: Bureau,
  filing: FilingCase,
  body: string,
  headers: Record<string, string> = { 'if-match': '"2"' },
) => raw(bureau, `/api/filings/${filing.id}/draft`, { method: 'PUT', body, headers });

describe('a body that is not the form', () => {
  test('malformed JSON', async ({ bureau, filing }) => {
    const { status, type, body } = await put(bureau, filing, '{"money":');
    expect({ status, type, code: body.code }).toEqual({
      status: 400,
      type: 'application/problem+json; charset=utf-8',
      code: 'malformed-body',
    });
    expect(body.detail).toContain('JSON');
  });

  test('an unknown field, and a computed one, are named (V08)', async ({ bureau, filing }) => {
    const form = filledFor(await filing.read());
    const { status, body } = await put(
      bureau,
      filing,
      JSON.stringify({ ...form, rate: '99', money: { fiscal: { surplus: '1' } } }),
    );
    expect(status).toBe(400);
    expect(body.issues?.map((issue) => `${issue.rule} ${issue.pointer}`).sort()).toEqual([
      'V08 /money/fiscal/surplus',
      'V08 /rate',
    ]);
  });

  test.for([
    ['12.3456789', 'V07'],
    ['5万', 'V07'],
    ['1e3', 'V07'],
    [31.2, 'form'],
  ] as const)('an amount of %j', async ([amount, rule], { bureau, filing }) => {
    const form = { ...filledFor(await filing.read()), money: { fiscal: { executed: amount } } };
    const { status, body } = await put(bureau, filing, JSON.stringify(form));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'invalid-input',
      issues: [{ pointer: '/money/fiscal/executed', rule }],
    });
    expect(body.issues?.[0]?.message).toContain('万元');
  });

  test('rows of another subject', async ({ bureau, filing }) => {
    const form = { ...filledFor(await filing.read()), money: { central: { executed: '1' } } };
    const { status, body } = await put(bureau, filing, JSON.stringify(form));
    expect({ status, pointer: body.issues?.[0]?.pointer }).toEqual({
      status: 400,
      pointer: '/money/central',
    });
  });
});

describe('versions and keys', () => {
  test('without If-Match: 428', async ({ bureau, filing }) => {
    const { status, body } = await put(bureau, filing, JSON.stringify(filledFor(await filing.read())), {});
    expect({ status, code: body.code }).toEqual({ status: 428, code: 'version-required' });
  });

  test('a stale If-Match: 412, naming the current version', async ({ bureau, filing }) => {
    const problem = await bureau.refused(filler, 'submitFiling', { ...filing.params, version: 1 });
    expect(problem).toMatchObject({ status: 412, code: 'stale-version' });
    expect(problem.detail).toContain('第2版');
  });

  test('a key that is no key: 400', async ({ bureau, filing }) => {
    const problem = await bureau.refused(filler, 'submitFiling', {
      ...filing.params,
      version: 2,
      key: 'a key with blanks',
    });
    expect(problem).toMatchObject({ status: 400, code: 'invalid-key' });
  });
});

describe('whose filing it is', () => {
  test('another unit’s filing is not found, exactly like one that never was', async ({ bureau, filing }) => {
    const foreign = await bureau.refused('102001-filler', 'readFiling', filing.params);
    const missing = await bureau.refused('102001-filler', 'readFiling', {
      params: { filing: '360733-2022-H1-101-NONE' },
    });
    expect(foreign).toMatchObject({ status: 404, code: 'not-found' });
    expect({ ...foreign, instance: '' }).toEqual({ ...missing, instance: '' });
  });

  test('an id that is no id is not found either', async ({ bureau, filing: _ }) => {
    const { status, body } = await raw(bureau, '/api/filings/..%2F..%2Fetc', {});
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not-found' });
  });

  test('an act of another post is refused by name', async ({ bureau, filing }) => {
    const problem = await bureau.refused('101-reviewer', 'submitFiling', { ...filing.params, version: 2 });
    expect(problem).toMatchObject({ status: 403, code: 'not-yours' });
    expect(problem.detail).toContain('单位经办');
  });

  test('only the finance office opens a round', async ({ bureau, filing: _ }) => {
    const problem = await bureau.refused('101-reviewer', 'openRound', {
      params: { round: '2022-Q3' },
      version: 0,
    });
    expect(problem).toMatchObject({ status: 403, code: 'not-yours' });
  });

  test('a round is opened once', async ({ bureau, filing: _ }) => {
    const { version } = await bureau.ask('finance-office', 'readRound', { params: { round: '2022-H1' } });
    const problem = await bureau.refused('finance-office', 'openRound', {
      params: { round: '2022-H1' },
      version,
    });
    expect(problem).toMatchObject({ status: 409, code: 'round-not-open' });
  });
});

describe('who asks', () => {
  const ask = async (bureau: Bureau, authorization?: string) => {
    const response = await fetch(`${bureau.runtime.apiUrl}/api/me`, {
      headers: authorization ? { authorization } : {},
    });
    return response.status;
  };

  test('nobody, a forged token and no token at all: 401', async ({ bureau, filing: _ }) => {
    const token = await bureau.token(filler);
    const [header, payload] = token.split('.');
    expect(await ask(bureau)).toBe(401);
    expect(await ask(bureau, 'Bearer nonsense')).toBe(401);
    expect(await ask(bureau, `Bearer ${header}.${payload}.AAAA`)).toBe(401);
  });

  test('a token whose time is over: 401', async ({ bureau, filing: _ }) => {
    const token = await bureau.token(filler);
    expect(await ask(bureau, `Bearer ${token}`)).toBe(200);
    await bureau.on('2022-07-02');
    expect(await ask(bureau, `Bearer ${token}`)).toBe(401);
  });

  test('a token of somebody who is in no directory: 403', async ({ bureau, filing: _ }) => {
    const problem = await bureau.refused('nobody', 'readMe');
    expect(problem).toMatchObject({ status: 403, code: 'unknown-member' });
  });
});
