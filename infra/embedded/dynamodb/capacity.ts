/**
 * Has the engine tell the units of every call, and hides them again from a client that did not ask. Both happen in the
 * bytes of the bodies.
 */
import type { Json } from '../parts.ts';
import type { Call } from './calls.ts';
import type { EngineAnswer } from './engine-client.ts';
import { findMember, withMember, withoutMember } from './members.ts';
import { objectIn } from './shapes.ts';

/** The call with the request to tell its units, which the client did not make. */
export function withCapacity(call: Call): Call {
  if (Object.keys(call.input).length === 0) return call;
  const input = { ...call.input, ReturnConsumedCapacity: 'TOTAL' };
  const body =
    call.input['ReturnConsumedCapacity'] === undefined
      ? withMember(call.body, 'ReturnConsumedCapacity', 'TOTAL')
      : Buffer.from(JSON.stringify(input));
  return { ...call, input, body };
}

/** Reads the units out of an answer, and takes them out of it where the client did not ask for them. */
export function count(
  answer: EngineAnswer,
  wantsCapacity: boolean,
  note: (consumed: unknown, refusal: Json | undefined) => void,
): EngineAnswer {
  if (answer.status !== 200) {
    note(undefined, objectIn(JSON.parse(answer.body.toString())));
    return answer;
  }
  const member = findMember(answer.body, 'ConsumedCapacity');
  if (member === undefined) {
    note(undefined, undefined);
    return answer;
  }
  note(JSON.parse(answer.body.subarray(member.valueStart, member.end).toString()), undefined);
  return wantsCapacity ? answer : { ...answer, body: withoutMember(answer.body, member) };
}
