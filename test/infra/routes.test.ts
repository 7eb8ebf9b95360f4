/** The API in the template is the route table, no more and no less. */
import { beforeAll, describe, expect, test } from 'vitest';
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { api, type ServedRoute } from '../../shared/contract/api.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

const routes: readonly ServedRoute[] = Object.values(api);

describe.each(partitions)('the HTTP API of %s', (partition) => {
  let stateless: Template;
  beforeAll(async () => {
    ({ stateless } = await readTemplates(partition));
  });

  test('has the routes of the table, each with its function, behind a token unless it is open', () => {
    const deployed = [...ofType(stateless, 'AWS::ApiGatewayV2::Route').values()].map(
      ({ RouteKey, Target, AuthorizationType, AuthorizerId }) => ({
        RouteKey,
        Target,
        AuthorizationType,
        AuthorizerId,
      }),
    );
    const wanted = routes.map(({ method, path, function: name, open }) => ({
      RouteKey: `${method} ${path}`,
      Target: `integrations/<HttpIntegration${pascalCase(name)}>`,
      AuthorizationType: open ? 'NONE' : 'JWT',
      AuthorizerId: open ? undefined : '<HttpAuthorizer>',
    }));
    expect(deployed).toEqual(wanted);
  });

  test('only health and description are open', () => {
    expect(routes.filter(({ open }) => open).map(({ path }) => path)).toEqual(['/health', '/openapi.json']);
  });

  test('integrations are those of the functions that answer people, in payload format 2.0', () => {
    const names = [...new Set(routes.map((route) => route.function))];
    const integrations = [...ofType(stateless, 'AWS::ApiGatewayV2::Integration').values()];
    expect(integrations.map((p) => p['IntegrationUri']).sort()).toEqual(
      names.map((name) => `<Functions${pascalCase(name)}Function.Arn>`).sort(),
    );
    for (const properties of integrations) {
      expect(properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    }
  });

  test('every function behind it may be invoked by this API alone', () => {
    const permissions = [...ofType(stateless, 'AWS::Lambda::Permission').values()].filter(
      ({ Principal }) => Principal === 'apigateway.amazonaws.com',
    );
    expect(permissions).toHaveLength(new Set(routes.map((route) => route.function)).size);
    for (const { SourceArn } of permissions) {
      expect(SourceArn).toBe('arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<HttpApi>/*/*');
    }
  });

  test('tokens come from the issuer that the operator names, read from the Authorization header', () => {
    expect(theOne(stateless, 'AWS::ApiGatewayV2::Authorizer')).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: '<OidcIssuer>', Audience: ['<OidcAudience>'] },
    });
    expect(stateless.Parameters).toMatchObject({
      OidcIssuer: { Default: 'https://issuer.example' },
      OidcAudience: { Default: 'budget-performance-monitoring' },
    });
  });

  test('is an HTTP API without CORS, throttled, with one JSON line per request and no person in it', () => {
    expect(theOne(stateless, 'AWS::ApiGatewayV2::Api')).toMatchObject({ ProtocolType: 'HTTP' });
    expect(theOne(stateless, 'AWS::ApiGatewayV2::Api')).not.toHaveProperty('CorsConfiguration');
    const stage = theOne(stateless, 'AWS::ApiGatewayV2::Stage');
    expect(stage).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      AccessLogSettings: { DestinationArn: '<HttpAccessLog.Arn>' },
    });
    const { Format } = stage['AccessLogSettings'] as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ request: '$context.requestId', status: '$context.status' });
    expect(Format).not.toMatch(/sourceIp|userAgent|claims|\bpath\b/);
  });
});
