/**
 * How a state machine's task reaches the services of this runtime: directly, and in the name of the machine's role. The
 * SDK integrations of Step Functions spell members in PascalCase, while its own wire does not, so names are turned there.
 */
import { AwsError, type Json, type JsonService } from './parts.ts';
import type { Credentials } from './principals.ts';

export type SdkCall = (service: string, action: string, input: Json, principalName: string) => Promise<Json>;

export interface SdkCallOptions {
  readonly dynamodb: JsonService;
  readonly events: JsonService;
  readonly machines: JsonService;
  readonly credentials: Credentials;
}

export function createSdkCall({ dynamodb, events, machines, credentials }: SdkCallOptions): SdkCall {
  return async (service, action, input, principalName) => {
    const principal = credentials.byName(principalName);
    const operation = upperFirst(action);
    if (service === 'dynamodb') return dynamodb.call(operation, input, principal);
    if (service === 'eventbridge') return events.call(operation, input, principal);
    if (service !== 'sfn') {
      throw new AwsError(
        'UnsupportedOperation',
        `No task can call ${service}:${action} here: call a function.`,
      );
    }
    return respell(await machines.call(operation, respell(input, lowerFirst), principal), upperFirst);
  };
}

/** Members are turned at the top and in lists of structures; the payloads inside are texts and stay as they are. */
function respell(value: Json, turn: (name: string) => string): Json {
  const turned = (member: unknown): unknown => {
    if (Array.isArray(member)) return member.map(turned);
    return isStructure(member) ? respell(member, turn) : member;
  };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [turn(name), turned(member)]));
}

function isStructure(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
