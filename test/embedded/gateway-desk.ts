/** A gateway with functions behind it, the desk's own issuer and a virtual clock, all in a temporary folder. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type VirtualClock, virtualClock } from '../../infra/embedded/clock.ts';
import { type Issuer, openIssuer } from '../../infra/embedded/gateway/issuer.ts';
import { createLocal } from '../../infra/embedded/gateway/local.ts';
import { type Gateway, openGateway } from '../../infra/embedded/gateway/server.ts';
import type {
  ApiSettings,
  CorsSettings,
  Member,
  RouteSettings,
} from '../../infra/embedded/gateway/settings.ts';
import { temporaryFolder } from './hand-made-assembly.ts';
import { arnOf, type FunctionSketch, type LambdaDesk, startLambdaDesk } from './lambda-desk.ts';

export const AUDIENCE = 'the-desk';
export const START = Date.parse('2022-07-01T09:00:00+08:00');

export interface GatewayDeskOptions {
  readonly functions?: Readonly<Record<string, FunctionSketch>>;
  /** Route keys and the functions behind them. */
  readonly routes?: Readonly<Record<string, string>>;
  /** Route keys that need a token. */
  readonly secured?: readonly string[];
  readonly issuer?: string;
  readonly timeoutMs?: number;
  readonly cors?: CorsSettings;
  readonly members?: readonly Member[];
  /** Time can not be moved. */
  readonly still?: boolean;
}

export interface GatewayDesk {
  readonly url: string;
  readonly port: number;
  readonly gateway: Gateway;
  readonly issuer: Issuer;
  readonly clock: VirtualClock;
  readonly lambda: LambdaDesk['lambda'];
  readonly folder: string;
  /** What the gateway had to say. */
  readonly said: readonly string[];
  stop(): Promise<void>;
}

export async function startGatewayDesk(options: GatewayDeskOptions): Promise<GatewayDesk> {
  const folder = temporaryFolder();
  const clock = virtualClock(join(folder, 'clock'), START);
  const functions = await startLambdaDesk({ functions: options.functions ?? {}, clock, folder });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const keyFile = join(folder, 'issuer.json');
  const issuer = await openIssuer({ url: `${url}/local`, audience: AUDIENCE, keyFile, clock });
  const said: string[] = [];
  const gateway = await openGateway({
    port,
    api: apiOf(options, issuer.url),
    functions: functions.lambda,
    issuer,
    local: createLocal({
      issuer,
      members: options.members ?? [],
      clock,
      movable: options.still ? undefined : clock,
    }),
    clock,
    log: (line) => said.push(line),
  });
  return {
    url,
    port,
    gateway,
    issuer,
    clock,
    lambda: functions.lambda,
    folder,
    said,
    async stop() {
      await gateway.stop();
      await functions.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The JSON of an answer, in the shape that the test expects and then checks. */
export async function bodyOf<T>(response: Response): Promise<T> {
  return JSON.parse(await response.text());
}

function apiOf(options: GatewayDeskOptions, ownIssuer: string): ApiSettings {
  const { routes = {}, secured = [], issuer = ownIssuer, timeoutMs = 30_000, cors } = options;
  return {
    id: 'api123',
    ...(cors && { cors }),
    routes: Object.entries(routes).map(
      ([routeKey, name]): RouteSettings => ({
        routeKey,
        functionArn: arnOf(name),
        timeoutMs,
        ...(secured.includes(routeKey) && { authorizer: { issuer, audience: [AUDIENCE] } }),
      }),
    ),
  };
}

/** The address has to be known before anything listens on it: the issuer's tokens name it. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
