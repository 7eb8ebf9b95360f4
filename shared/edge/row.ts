/**
 * A row of a batch as the command that it is: decided by its own use case, remembered under a key of its own, and answered for itself. A
 * batch that is sent again does what had not been done and answers what had.
 */
import * as z from 'zod/mini';
import type { AnswerOf, BodyOf, ParamsOf, RouteName } from '../contract/api.ts';
import type { Route } from '../contract/route.ts';
import { refusal } from '../domain/refusal.ts';
import { accept, deny, type Result } from '../domain/result.ts';
import { Fault } from '../fault.ts';
import { answerBefore, memoOf, type Needed, type Request, type UseCase } from './endpoint.ts';
import { errorFields, log } from './log.ts';

export interface Row<N extends RouteName> {
  /** Tells it from the other rows of its batch. */
  readonly name: string;
  readonly params: ParamsOf<N>;
  readonly body: BodyOf<N>;
  readonly version: number;
}

export async function commandRow<Ports extends Needed, N extends RouteName>(
  ports: Ports,
  batch: Pick<Request<RouteName>, 'member' | 'now' | 'key' | 'fingerprint'>,
  { name, route }: { readonly name: N; readonly route: Route },
  row: Row<N>,
  useCase: UseCase<Ports, N>,
): Promise<Result<AnswerOf<N>>> {
  const request = requestOf(batch, route, row);
  try {
    const outcome = await useCase(ports, request);
    if (outcome.ok) return outcome;
    const before = await answerBefore(ports, request);
    if (before === undefined) return outcome;
    return before.ok ? accept(decode<N>(route, before.value)) : before;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log('fault', { route: name, row: row.name, ...errorFields(error) });
    return deny(refusal('too-busy'));
  }
}

/** No client can choose a key with a slash in it, so a row's key is nobody else's. */
function requestOf<N extends RouteName>(
  { member, now, key, fingerprint }: Pick<Request<RouteName>, 'member' | 'now' | 'key' | 'fingerprint'>,
  route: Route,
  { name, params, body, version }: Row<N>,
): Request<N> {
  const own = { key: key === undefined ? undefined : `${key}/${name}`, fingerprint };
  const memo = memoOf(route, member, own);
  return { ...own, params, query: {}, body, member, now, ifMatch: version, memo } as Request<N>;
}

function decode<N extends RouteName>(route: Route, answer: string): AnswerOf<N> {
  return z.decode(route.answer, JSON.parse(answer)) as AnswerOf<N>;
}
