/**
 * Turns use cases into a Lambda handler for API Gateway. What a route takes, answers and demands comes from the route table by the
 * use case's name, so a handler has nothing to disagree about, and one that leaves out a route of its function does not compile. Only here are middy and the gateway's events known.
 */
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteName } from '../contract/api.ts';
import { file } from '../contract/file.ts';
import { type Route, type Routes, routeKeyOf } from '../contract/route.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Member } from '../domain/directory.ts';
import { refusal } from '../domain/refusal.ts';
import { accept, deny, type Result } from '../domain/result.ts';
import { Fault } from '../fault.ts';
import type { Ledger, Memo, Now } from '../ports.ts';
import { fileAnswer } from './file.ts';
import { type Input, readInput } from './input.ts';
import { errorFields, log } from './log.ts';
import { defectProblem, faultProblem, problemOf } from './problem.ts';

/** What a use case is given: everything checked, the member read from the directory for this very request. */
export interface Request<N extends RouteName> {
  readonly params: ParamsOf<N>;
  readonly query: QueryOf<N>;
  readonly body: BodyOf<N>;
  readonly member: Member;
  readonly now: Instant;
  /** The version that the client has seen; 0 on routes that do not ask for it. */
  readonly ifMatch: number;
  /** The Idempotency-Key, and the digest of what was asked under it. */
  readonly key: string | undefined;
  readonly fingerprint: string;
  /** How to remember a command so that its repetition answers the same; undefined when the client gave no key. */
  readonly memo: <Head>(answer: (after: Head) => unknown) => Memo<Head> | undefined;
}

export type UseCase<Ports, N extends RouteName> = (
  ports: Ports,
  request: Request<N>,
) => Promise<Result<AnswerOf<N>>>;

export type Needed = { readonly ledger: Pick<Ledger, 'member' | 'recall'>; readonly now: Now };
type UseCases<Ports, R extends Routes> = { readonly [N in keyof R & RouteName]: UseCase<Ports, N> };

/** The handler of a deployable: one use case per route of its own. */
export function endpoints<const R extends Routes, Ports extends Needed>(
  routes: R,
  ports: Ports,
  useCases: UseCases<Ports, R>,
) {
  const served = Object.entries(routes).map(([name, route]) => {
    const useCase = useCases[name as keyof R & RouteName] as UseCase<Ports, RouteName>;
    return [routeKeyOf(route), { name: name as RouteName, route, useCase }] as const;
  });
  const byRoute = new Map(served);
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use({ onError: answerError })
    .handler(async (event, context) => {
      const asked = byRoute.get(event.routeKey);
      if (asked === undefined) throw new Error(`no use case for ${event.routeKey}`);
      return serve(ports, asked, event, context);
    });
}

interface Served<Ports> {
  readonly name: RouteName;
  readonly route: Route;
  readonly useCase: UseCase<Ports, RouteName>;
}

async function serve<Ports extends Needed>(
  ports: Ports,
  { name, route, useCase }: Served<Ports>,
  event: APIGatewayProxyEventV2,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  const member = await whoAsks(ports, event);
  if (!member.ok) return refuse(name, member, context);
  const input = readInput(route, event);
  if (!input.ok) return refuse(name, input, context);
  const request = requestOf(name, route, member.value, input.value, ports.now());
  const outcome = await useCase(ports, request);
  if (outcome.ok) return answerOf(name, route, outcome.value);
  const repeated = await answerBefore(ports, request);
  if (repeated === undefined) return refuse(name, outcome, context);
  return repeated.ok ? answer(name, repeated.value) : refuse(name, repeated, context);
}

/** A repeated command is refused at first, because it has been done; its key then finds the answer that was given. */
export async function answerBefore(
  ports: Needed,
  { member, now, key, fingerprint }: Pick<Request<RouteName>, 'member' | 'now' | 'key' | 'fingerprint'>,
): Promise<Result<string> | undefined> {
  if (key === undefined) return undefined;
  const before = await ports.ledger.recall(member.region, member.id, key, now);
  if (before === undefined) return undefined;
  return before.fingerprint === fingerprint ? accept(before.answer) : deny(refusal('key-reused'));
}

/** Only `sub` of the token is believed; who that is and what he may do is asked of the directory, now. */
async function whoAsks(ports: Needed, event: APIGatewayProxyEventV2): Promise<Result<Member>> {
  const subject = subjectOf(event);
  if (typeof subject !== 'string') return deny(refusal('unauthenticated'));
  const member = await ports.ledger.member(subject, ports.now());
  return member === undefined ? deny(refusal('unknown-member')) : accept(member);
}

const claims = z.object({
  authorizer: z.object({ jwt: z.object({ claims: z.object({ sub: z.string() }) }) }),
});

function subjectOf(event: APIGatewayProxyEventV2): string | undefined {
  const parsed = z.safeParse(claims, event.requestContext);
  return parsed.success ? parsed.data.authorizer.jwt.claims.sub : undefined;
}

function requestOf(
  name: RouteName,
  route: Route,
  member: Member,
  input: Input,
  now: Instant,
): Request<RouteName> {
  return { ...input, member, now, memo: memoOf(route, member, input) } as Request<typeof name>;
}

/** How a command by this member is remembered under its key, with its answer as it goes over the wire. */
export function memoOf(
  route: Route,
  member: Member,
  { key, fingerprint }: Pick<Request<RouteName>, 'key' | 'fingerprint'>,
): Request<RouteName>['memo'] {
  return (answerOf) =>
    key === undefined
      ? undefined
      : { member: member.id, key, fingerprint, answer: (after) => encode(route, answerOf(after)) };
}

function answerOf(name: RouteName, route: Route, value: unknown): APIGatewayProxyStructuredResultV2 {
  if (route.gives !== 'file') return answer(name, encode(route, value));
  log('answered', { route: name });
  return fileAnswer(z.parse(file, value));
}

function encode(route: Route, value: unknown): string {
  return JSON.stringify(z.encode(route.answer, value));
}

function answer(name: RouteName, body: string): APIGatewayProxyStructuredResultV2 {
  log('answered', { route: name });
  const version = versionOf(body);
  return {
    statusCode: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(version !== undefined && { etag: `"${version}"` }),
    },
    body,
  };
}

/** Whatever has a version bears it as its ETag, a remembered answer too. */
function versionOf(body: string): number | undefined {
  const parsed = z.safeParse(z.object({ version: z.int() }), JSON.parse(body));
  return parsed.success ? parsed.data.version : undefined;
}

function refuse(
  name: RouteName,
  { refusal: refused }: { refusal: Parameters<typeof problemOf>[0] },
  context: Context,
) {
  log('refused', { route: name, code: refused.code });
  return problemOf(refused, context.awsRequestId);
}

function answerError(
  request: middy.Request<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>,
): void {
  const instance = request.context.awsRequestId;
  const isFault = request.error instanceof Fault;
  log(isFault ? 'fault' : 'defect', { request: instance, ...errorFields(request.error) });
  request.response = isFault ? faultProblem(instance) : defectProblem(instance);
}
