/** The route table says everything once; what is made from it says the same. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import example from '../../docs/example-draft.json' with { type: 'json' };
import { openApiDocument } from '../../functions/describe-api/open-api.ts';
import { api } from '../../shared/contract/api.ts';
import { content } from '../../shared/contract/content.ts';
import type { Route } from '../../shared/contract/route.ts';

const routes = Object.entries<Route>(api);

describe('the route table', () => {
  test('no method and path stands twice', () => {
    const keys = routes.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(routes)('%s: the parameters are those of its path', (_, route) => {
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const { properties = {} } = z.toJSONSchema(route.params, { io: 'input' });
    expect(Object.keys(properties)).toEqual(named);
  });

  test.each(routes.filter(([, route]) => route.method !== 'GET'))(
    '%s changes something, so it is a command, or says why it needs no version of its own',
    (_, route) => {
      const kinds = [route.command, route.question, route.idempotent, route.batch];
      expect(kinds.filter(Boolean)).toHaveLength(1);
    },
  );
});

describe('OpenAPI 3.1', () => {
  const document = z.parse(
    z.object({
      openapi: z.literal('3.1.0'),
      paths: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            operationId: z.string(),
            security: z.array(z.record(z.string(), z.array(z.string()))),
            parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean() })),
            responses: z.record(z.string(), z.unknown()),
          }),
        ),
      ),
    }),
    openApiDocument(),
  );

  test.each(routes)('%s is described, with its sign-in and its headers', (name, route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, security: route.open ? [] : [{ bearer: [] }] });
    const headers = operation?.parameters.filter((each) => each.in === 'header').map((each) => each.name);
    const wanted = { 'If-Match': route.command, 'Idempotency-Key': route.command ?? route.batch };
    expect(headers).toEqual(Object.entries(wanted).flatMap(([header, is]) => (is ? [header] : [])));
  });

  test('a batch asks of each row for the version and the content that were seen', () => {
    const row = { filing: '360733-2022-H1-101-101P01', version: 3, digest: 'd', act: 'approve' };
    const takes = (...items: object[]) => z.safeParse(api.reviewMany.body, { items }).success;
    expect(takes(row)).toBe(true);
    for (const name of Object.keys(row)) expect(takes({ ...row, [name]: undefined })).toBe(false);
    expect([takes(), takes(row, row), takes({ ...row, act: 'return' })]).toEqual([false, false, false]);
  });

  test('describes nothing else', () => {
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(described).toHaveLength(routes.length);
  });

  test('amounts cross the wire as text', () => {
    expect(JSON.stringify(document)).not.toContain('bigint');
    const { properties } = z.toJSONSchema(api.saveDraft.body, { io: 'input', unrepresentable: 'any' });
    expect(JSON.stringify(properties?.['money'])).toContain('"executed":{"type":"string"}');
  });
});

test('the draft that the README sends is a whole form', () => {
  expect(z.safeParse(content, example).success).toBe(true);
});
