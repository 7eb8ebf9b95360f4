/**
 * The HTTP API of the template: routes, the functions behind them and the JWT authorizers before them. The parts name
 * each other by id, so they are put together once all of them are read. One API per template is carried out.
 */
import { z } from 'zod';
import type { ApiSettings } from '../gateway/settings.ts';
import type { Draft, DraftRoute } from './draft.ts';
import { count, flag, idle, name, type Reader, reader, tags } from './resource.ts';

const Api = z.strictObject({
  Name: name,
  Description: idle('text for people'),
  ProtocolType: z.literal('HTTP', 'only HTTP APIs are carried out'),
  DisableExecuteApiEndpoint: flag.optional(),
  CorsConfiguration: z
    .strictObject({
      AllowOrigins: z.array(z.string()).default([]),
      AllowMethods: z.array(z.string()).default([]),
      AllowHeaders: z.array(z.string()).default([]),
      ExposeHeaders: z.array(z.string()).default([]),
      AllowCredentials: flag.default(false),
      MaxAge: count.optional(),
    })
    .optional(),
  ...tags,
});

const api = reader(Api, (properties, { identity }, { draft, refuse }) => {
  if (draft.api !== undefined) return refuse('', 'a second HTTP API is not carried out');
  const cors = properties.CorsConfiguration;
  draft.api = {
    id: identity.ref,
    ...(cors === undefined
      ? {}
      : {
          cors: {
            allowOrigins: cors.AllowOrigins,
            allowMethods: cors.AllowMethods,
            allowHeaders: cors.AllowHeaders,
            exposeHeaders: cors.ExposeHeaders,
            allowCredentials: cors.AllowCredentials,
            ...(cors.MaxAge === undefined ? {} : { maxAge: cors.MaxAge }),
          },
        }),
  };
});

const Route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().regex(/^integrations\//),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  OperationName: idle('text for people'),
});

const route = reader(Route, (properties, _resource, { draft, refuse }) => {
  const secured = properties.AuthorizationType === 'JWT';
  if (secured && properties.AuthorizerId === undefined)
    refuse('AuthorizerId', 'a JWT route needs an authorizer');
  draft.routes.push({
    apiId: properties.ApiId,
    routeKey: properties.RouteKey,
    integrationId: properties.Target.slice('integrations/'.length),
    ...(secured && properties.AuthorizerId !== undefined ? { authorizerId: properties.AuthorizerId } : {}),
    refuse,
  });
});

const Integration = z.strictObject({
  ApiId: z.string(),
  Description: idle('text for people'),
  IntegrationType: z.literal('AWS_PROXY', 'only functions stand behind routes'),
  IntegrationMethod: idle('a function is always invoked by POST'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0', 'only payload format 2.0 is carried out'),
  TimeoutInMillis: count.min(50).max(30_000).default(30_000),
});

const integration = reader(Integration, (properties, { identity }, { draft, refuse }) => {
  const functionArn = /arn:[^:]+:lambda:[^:]*:\d*:function:[^/:]+/.exec(properties.IntegrationUri)?.[0];
  if (functionArn === undefined)
    return refuse('IntegrationUri', `${properties.IntegrationUri} is no function`);
  draft.targets.push({ arn: functionArn, property: 'IntegrationUri', refuse });
  draft.integrations.set(identity.ref, { functionArn, timeoutMs: properties.TimeoutInMillis });
});

const Authorizer = z.strictObject({
  ApiId: z.string(),
  Name: name,
  AuthorizerType: z.literal('JWT', 'only JWT authorizers are carried out'),
  IdentitySource: z
    .array(z.literal('$request.header.Authorization', 'only the Authorization header is read'))
    .length(1),
  JwtConfiguration: z.strictObject({ Audience: z.array(z.string()).min(1), Issuer: z.string() }),
});

const authorizer = reader(Authorizer, ({ JwtConfiguration }, { identity }, { draft }) => {
  draft.authorizers.set(identity.ref, {
    issuer: JwtConfiguration.Issuer,
    audience: JwtConfiguration.Audience,
  });
});

const stage = reader(
  z.strictObject({
    ApiId: z.string(),
    StageName: z.literal('$default', 'only the stage $default is carried out: its paths have no prefix'),
    AutoDeploy: flag.optional(),
    Description: idle('text for people'),
    AccessLogSettings: idle('log lines of the cloud'),
    DefaultRouteSettings: idle('throttles and metrics guard an account'),
    RouteSettings: idle('throttles and metrics guard an account'),
    ...tags,
  }),
  () => undefined,
);

/** Puts the API together; a part that names another which is not there is a problem. */
export function linkApi(draft: Draft): ApiSettings | undefined {
  const routes = draft.routes.flatMap((part) => linkRoute(part, draft));
  return draft.api === undefined ? undefined : { ...draft.api, routes };
}

function linkRoute(route: DraftRoute, draft: Draft): ApiSettings['routes'] {
  if (route.apiId !== draft.api?.id) route.refuse('ApiId', `there is no API ${route.apiId}`);
  const target = draft.integrations.get(route.integrationId);
  if (target === undefined) {
    route.refuse('Target', `there is no integration ${route.integrationId}`);
    return [];
  }
  if (route.authorizerId === undefined) return [{ routeKey: route.routeKey, ...target }];
  const authorizer = draft.authorizers.get(route.authorizerId);
  if (authorizer === undefined) {
    route.refuse('AuthorizerId', `there is no authorizer ${route.authorizerId}`);
    return [];
  }
  return [{ routeKey: route.routeKey, ...target, authorizer }];
}

export const apiReaders: Readonly<Record<string, Reader>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Stage': stage,
};
