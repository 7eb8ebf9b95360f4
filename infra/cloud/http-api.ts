/**
 * The HTTP API, made from the route table: a route that is not in the table does not exist, and one that is not `open` cannot be
 * reached without a token of the issuer. Written with the plain resources, since the comfortable ones add a permission per route.
 */
import { Aws, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type ApiFunction, api, type ServedRoute } from '../../shared/contract/api.ts';
import { routeKeyOf } from '../../shared/contract/route.ts';
import { type Functions, logRetention } from './functions.ts';
import { pascalCase } from './machine-definition.ts';

export interface HttpApiProps {
  readonly functions: Functions;
  readonly key: IKey;
}

/** A province's deadline evening: about 60 filings a second, each with a few reads, and room for a rush of twice that. */
const throttle = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 } as const;

export class HttpApi extends Construct {
  readonly id: string;
  readonly url: string;
  readonly #functions: Functions;
  readonly #integrations = new Map<ApiFunction, string>();

  constructor(scope: Construct, id: string, { functions, key }: HttpApiProps) {
    super(scope, id);
    const resource = new CfnApi(this, 'Api', { name: Stack.of(this).stackName, protocolType: 'HTTP' });
    this.id = resource.ref;
    this.url = resource.attrApiEndpoint;
    this.#functions = functions;
    const authorizerId = this.#addAuthorizer();
    const routes: readonly (readonly [string, ServedRoute])[] = Object.entries(api);
    for (const [name, route] of routes) this.#addRoute(name, route, authorizerId);
    this.#addStage(key);
  }

  #addAuthorizer(): string {
    const stack = Stack.of(this);
    const issuer = new CfnParameter(stack, 'OidcIssuer', {
      description: 'Address of the OIDC issuer whose tokens are accepted',
      default: 'https://issuer.example',
      minLength: 1,
    });
    const audience = new CfnParameter(stack, 'OidcAudience', {
      description: 'Audience that a token must be made for',
      default: 'budget-performance-monitoring',
      minLength: 1,
    });
    const { ref } = new CfnAuthorizer(this, 'Authorizer', {
      apiId: this.id,
      name: 'oidc',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: issuer.valueAsString, audience: [audience.valueAsString] },
    });
    return ref;
  }

  #addRoute(name: string, route: ServedRoute, authorizerId: string): void {
    new CfnRoute(this, `Route${name.charAt(0).toUpperCase()}${name.slice(1)}`, {
      apiId: this.id,
      routeKey: routeKeyOf(route),
      target: Fn.join('/', ['integrations', this.#integrationOf(route.function)]),
      ...(route.open ? { authorizationType: 'NONE' } : { authorizationType: 'JWT', authorizerId }),
    });
  }

  #integrationOf(name: ApiFunction): string {
    const known = this.#integrations.get(name);
    if (known !== undefined) return known;
    const { functionArn } = this.#functions.get(name);
    const { ref } = new CfnIntegration(this, `Integration${pascalCase(name)}`, {
      apiId: this.id,
      integrationType: 'AWS_PROXY',
      integrationUri: functionArn,
      payloadFormatVersion: '2.0',
    });
    new CfnPermission(this, `Permission${pascalCase(name)}`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${this.id}/*/*`,
    });
    this.#integrations.set(name, ref);
    return ref;
  }

  #addStage(key: IKey): void {
    const logGroup = new LogGroup(this, 'AccessLog', { retention: logRetention, encryptionKey: key });
    new CfnStage(this, 'Stage', {
      apiId: this.id,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: throttle,
      accessLogSettings: { destinationArn: logGroup.logGroupArn, format: accessLine },
    });
  }
}

/** One line per request: which route, how it ended and how long it took; who asked stands in the ledger. */
const accessLine = JSON.stringify({
  request: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  authorizer: '$context.authorizer.error',
  integration: '$context.integrationErrorMessage',
});
