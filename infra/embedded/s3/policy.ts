/**
 * POST policies: which forms the signer allows. Every field of a form must be covered by a condition, so that whoever
 * fills in the form cannot add what the signer never thought of.
 */
import { accessDenied, entityTooLarge, entityTooSmall, S3Failure } from './failures.ts';

interface FieldCondition {
  readonly operator: 'eq' | 'starts-with';
  readonly field: string;
  readonly value: string;
}

export interface Policy {
  readonly expires: number;
  readonly conditions: readonly FieldCondition[];
  readonly length?: { readonly least: number; readonly most: number };
}

/** Fields that are the policy's own frame and need no condition. */
const FREE_FIELDS = new Set(['policy', 'x-amz-signature', 'file']);

/** Reads the base64 document; anything in it that is not understood is refused. */
export function readPolicy(encoded: string): Policy {
  const document = parsed(Buffer.from(encoded, 'base64').toString('utf8'));
  const { expiration, conditions } = document;
  const expires = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expires)) throw invalidPolicy('Invalid expiration.');
  if (!Array.isArray(conditions)) throw invalidPolicy('Missing required conditions.');
  const fields: FieldCondition[] = [];
  let length: Policy['length'];
  for (const condition of conditions) {
    const [operator, ...rest]: unknown[] = Array.isArray(condition) ? condition : ['object', condition];
    if (operator === 'content-length-range') length = lengthRange(rest);
    else if (operator === 'object') fields.push(...exactly(rest[0]));
    else fields.push(fieldCondition(operator, rest));
  }
  return { expires, conditions: fields, ...(length ? { length } : {}) };
}

/** Checks a form's fields (lower-case names, the bucket among them) against the policy. */
export function enforce(policy: Policy, form: ReadonlyMap<string, string>, now: number): void {
  if (now > policy.expires) throw accessDenied('Invalid according to Policy: Policy expired.');
  for (const condition of policy.conditions) {
    if (!holds(condition, form.get(condition.field)))
      throw accessDenied(
        `Invalid according to Policy: Policy Condition failed: ` +
          `["${condition.operator}", "$${condition.field}", "${condition.value}"]`,
      );
  }
  const covered = new Set(policy.conditions.map((condition) => condition.field));
  for (const name of form.keys()) {
    // The bucket is known from the address, whether or not the form repeats it.
    const free = FREE_FIELDS.has(name) || name.startsWith('x-ignore-') || name === 'bucket';
    if (!free && !covered.has(name))
      throw accessDenied(`Invalid according to Policy: Extra input fields: ${name}`);
  }
}

/** Watches the size while the file streams by. */
export function lengthGuard(policy: Policy): (size: number, ended: boolean) => void {
  const { length } = policy;
  return (size, ended) => {
    if (length === undefined) return;
    if (size > length.most) throw entityTooLarge(size, length.most);
    if (ended && size < length.least) throw entityTooSmall(size, length.least);
  };
}

function holds({ operator, field, value }: FieldCondition, given: string | undefined): boolean {
  if (given === undefined) return operator === 'starts-with' && value === '';
  if (operator === 'eq') return given === value;
  // Several content types in one field must all begin that way.
  const parts = field === 'content-type' ? given.split(',').map((part) => part.trim()) : [given];
  return parts.every((part) => part.startsWith(value));
}

function exactly(condition: unknown): FieldCondition[] {
  if (typeof condition !== 'object' || condition === null) throw invalidPolicy('Invalid condition.');
  return Object.entries(condition).map(([name, value]) => fieldCondition('eq', [`$${name}`, value]));
}

function fieldCondition(operator: unknown, rest: readonly unknown[]): FieldCondition {
  const [field, value, ...more] = rest;
  if (operator !== 'eq' && operator !== 'starts-with')
    throw invalidPolicy(`Invalid Condition: unknown operation '${operator}'.`);
  if (typeof field !== 'string' || !field.startsWith('$') || typeof value !== 'string' || more.length > 0)
    throw invalidPolicy('Invalid condition: it must be an operation, a $field and a text.');
  return { operator, field: field.slice(1).toLowerCase(), value };
}

function lengthRange(rest: readonly unknown[]): { least: number; most: number } {
  const [least, most] = rest.map(Number);
  if (least === undefined || most === undefined || !(least >= 0) || !(most >= least))
    throw invalidPolicy('Invalid content-length-range.');
  return { least, most };
}

function parsed(text: string): { expiration?: unknown; conditions?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  throw invalidPolicy('Invalid JSON.');
}

function invalidPolicy(message: string): S3Failure {
  return new S3Failure('InvalidPolicyDocument', `Invalid Policy: ${message}`, 400);
}
