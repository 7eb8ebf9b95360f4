/** The OpenAPI 3.1 description, made from the route table and its schemas: it cannot say anything that the handlers do not do. */
import * as z from 'zod/mini';
import { problem } from '../../shared/contract/answer.ts';
import { api } from '../../shared/contract/api.ts';
import type { Route } from '../../shared/contract/route.ts';

type Schema = Record<string, unknown>;

export function openApiDocument(): Schema {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const [name, route] of Object.entries<Route>(api)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '预算绩效运行监控接口',
      version: '1.0.0',
      description:
        '金额以万元为单位、用十进制文本表示；时间为UTC的ISO 8601格式；写操作须带If-Match，可带Idempotency-Key；只新增、重复提交结果相同的除外。',
    },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { problem: schemaOf(problem) },
    },
  };
}

function operationOf(name: string, route: Route): Schema {
  const hasBody = route.method !== 'GET';
  return {
    operationId: name,
    summary: route.summary,
    security: route.open ? [] : [{ bearer: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.command ? [versionHeader] : []),
      ...(route.command || route.batch ? [keyHeader] : []),
    ],
    ...(hasBody && { requestBody: { content: bodyOf(route), required: true } }),
    responses: {
      200: {
        description: route.summary,
        content: route.gives === 'file' ? bytes : json(schemaOf(route.answer)),
      },
      default: {
        description: '拒绝或出错（RFC 9457）',
        content: { 'application/problem+json': { schema: problemReference } },
      },
    },
  };
}

const problemReference = { $ref: '#/components/schemas/problem' };

const versionHeader = {
  name: 'If-Match',
  in: 'header',
  required: true,
  schema: { type: 'string' },
  description: '读到的版本，例如 "3"',
};
const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[\\w-]{1,64}$' },
};

/** A file as it is, of whatever type. */
const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

function bodyOf(route: Route): Schema {
  return route.takes === 'file' ? bytes : json(schemaOf(route.body));
}

function json(schema: Schema): Schema {
  return { 'application/json': { schema } };
}

function parametersOf(schema: z.ZodMiniType, place: 'path' | 'query'): Schema[] {
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: each,
  }));
}

/** The wire's side of a schema: of a codec, what goes over the wire is its input. */
function schemaOf(schema: z.ZodMiniType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
