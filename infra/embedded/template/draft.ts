/** What is known of a deployment while its template is read: lists that grow, and parts that name each other by id. */
import type { Statement } from '../access.ts';
import type { AuthorizerSettings, CorsSettings, RouteSettings } from '../gateway/settings.ts';
import type { RetryLimits } from '../lambda/settings.ts';
import type { Deployment } from './deployment.ts';

/** Notes a problem with a property of the resource that a part came from. */
export type Refuse = (property: string, reason: string) => void;

export interface DraftRoute {
  readonly apiId: string;
  readonly routeKey: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
  readonly refuse: Refuse;
}

type Growing<T> = T extends readonly (infer E)[] ? E[] : never;

export interface Draft {
  readonly tables: Growing<Deployment['tables']>;
  readonly buckets: Growing<Deployment['buckets']>;
  /** Buckets whose events are switched on by a resource of their own. */
  readonly notifyingBuckets: Set<string>;
  readonly keys: Growing<Deployment['keys']>;
  readonly queues: Growing<Deployment['queues']>;
  readonly functions: Growing<Deployment['functions']>;
  /** Limits of asynchronous invocations by the name of the function. */
  readonly asyncLimits: Map<string, RetryLimits>;
  readonly streamMappings: Growing<Deployment['streamMappings']>;
  readonly machines: Growing<Deployment['machines']>;
  api: { readonly id: string; readonly cors?: CorsSettings } | undefined;
  readonly routes: DraftRoute[];
  readonly integrations: Map<string, Omit<RouteSettings, 'routeKey' | 'authorizer'>>;
  readonly authorizers: Map<string, AuthorizerSettings>;
  readonly buses: Growing<Deployment['buses']>;
  /** Buses that rules listen to: each must be one of the template or the default one. */
  readonly listened: { readonly bus: string; readonly refuse: Refuse }[];
  readonly rules: Growing<Deployment['rules']>;
  readonly schedules: Growing<Deployment['schedules']>;
  /** Everything that must be a function of this template. */
  readonly targets: { readonly arn: string; readonly property: string; readonly refuse: Refuse }[];
  /** What a role, given by its name or as that of a function, must be allowed to do. */
  readonly grants: {
    readonly roleName?: string;
    readonly functionName?: string;
    readonly action: string;
    readonly resource: string;
    readonly property: string;
    readonly refuse: Refuse;
  }[];
  readonly policies: Map<string, Statement[]>;
  readonly managedPolicies: Map<string, readonly Statement[]>;
  readonly attachments: {
    readonly roleName: string;
    readonly policyArn: string;
    readonly property: string;
    readonly refuse: Refuse;
  }[];
}

export function emptyDraft(): Draft {
  return {
    tables: [],
    buckets: [],
    notifyingBuckets: new Set(),
    keys: [],
    queues: [],
    functions: [],
    asyncLimits: new Map(),
    streamMappings: [],
    machines: [],
    api: undefined,
    routes: [],
    integrations: new Map(),
    authorizers: new Map(),
    buses: [],
    listened: [],
    rules: [],
    schedules: [],
    targets: [],
    grants: [],
    policies: new Map(),
    managedPolicies: new Map(),
    attachments: [],
  };
}
