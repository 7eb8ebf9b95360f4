/** An HTTP API as the template says it: its routes, the functions behind them and who may pass. */

export interface AuthorizerSettings {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface RouteSettings {
  /** `METHOD /path/{parameter}`, `ANY /path/{rest+}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: AuthorizerSettings;
}

export interface CorsSettings {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds. */
  readonly maxAge?: number;
}

export interface ApiSettings {
  readonly id: string;
  readonly cors?: CorsSettings;
  readonly routes: readonly RouteSettings[];
}

/** Somebody who can sign in at the desk. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}
