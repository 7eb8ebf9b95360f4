/** What every client of the API may rely on, whatever it asks for. */
import { describe, expect } from 'vitest';
import * as z from 'zod/mini';
import { api } from '../../shared/contract/api.ts';
import { testInOpenRound as test } from '../support/test.ts';

const description = z.object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) });

describe('without sign-in', () => {
  test('health, and the description of every path', async ({ bureau }) => {
    const { apiUrl } = bureau.runtime;
    expect(await (await fetch(`${apiUrl}/health`)).json()).toEqual({ status: 'ok' });
    const document = z.parse(description, await (await fetch(`${apiUrl}/openapi.json`)).json());
    expect(Object.keys(document.paths)).toEqual([...new Set(Object.values(api).map(({ path }) => path))]);
  });

  test('a path that is none is no route', async ({ bureau }) => {
    expect((await fetch(`${bureau.runtime.apiUrl}/api/nothing`)).status).toBe(404);
  });
});

describe('with sign-in', () => {
  test('what has a version bears it as ETag, and a command takes just that', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    await filing.isFilled();
    const url = `${bureau.runtime.apiUrl}/api/filings/${filing.id}`;
    const authorization = `Bearer ${await bureau.token('101001-filler')}`;
    const etag = (await fetch(url, { headers: { authorization } })).headers.get('etag');
    expect(etag).toBe('"2"');
    const sent = await fetch(`${url}/submit`, {
      method: 'POST',
      headers: { authorization, 'if-match': etag ?? '' },
    });
    expect({ status: sent.status, etag: sent.headers.get('etag') }).toEqual({ status: 200, etag: '"3"' });
  });

  test('a member reads who he is and what he may do now', async ({ bureau }) => {
    const me = await bureau.ask('101-reviewer', 'readMe');
    expect(me.posts).toEqual([{ role: 'dept-reviewer', roleName: '部门审核', at: '101' }]);
    const filing = bureau.halfYear('101P02');
    await filing.isFiled();
    expect((await filing.read('101-reviewer')).acts).toEqual(['approve', 'return']);
    expect((await filing.read('101002-filler')).acts).toEqual(['withdraw']);
    expect((await filing.read('auditor')).acts).toEqual([]);
  });

  test('figures are the server’s: totals, surplus and execution rate beside the pace', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    await filing.isFilled();
    const { totals, evaluation } = await filing.read();
    expect(totals).toMatchObject({ adjusted: '104.50', executed: '52.25', forecast: '104.50' });
    expect(evaluation).toMatchObject({
      rate: '50.00',
      pace: '50.00',
      surplus: '0.00',
      lights: { filing: 'green' },
    });
  });
});
