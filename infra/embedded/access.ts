/**
 * Where IAM decides. It evaluates the identity policies of the synthesized template on every call, so that a forgotten
 * grant already fails at the desk. Policies are plain data, intrinsics resolved. Whatever it cannot evaluate (a condition,
 * a NotAction) stops the boot: a statement that were skipped would allow or deny the wrong thing in silence.
 */
import { AwsError, type Json, type Principal } from './parts.ts';
import { OPERATOR } from './principals.ts';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Json;
}

/** The statements of each principal, by its name. */
export type Policies = Readonly<Record<string, readonly Statement[]>>;

/** Returns when the call is allowed and throws `AccessDeniedException` when it is not. */
export type Access = (principal: Principal, action: string, resource: string) => void;

interface Rule {
  readonly allows: boolean;
  readonly actions: RegExp;
  readonly resources: RegExp;
}

const KNOWN = new Set(['Sid', 'Effect', 'Action', 'Resource']);

export function createAccess(policies: Policies): Access {
  const rules = new Map(
    Object.entries(policies).map(([name, statements]) => [
      name,
      statements.map((statement) => compile(name, statement)),
    ]),
  );
  return (principal, action, resource) => {
    if (principal.name === OPERATOR) return;
    const matching = (rules.get(principal.name) ?? []).filter(
      (rule) => rule.actions.test(action) && rule.resources.test(resource),
    );
    if (matching.some((rule) => !rule.allows))
      throw denied(principal, action, resource, 'with an explicit deny in an identity-based policy');
    if (matching.length === 0)
      throw denied(
        principal,
        action,
        resource,
        `because no identity-based policy allows the ${action} action`,
      );
  };
}

function denied(principal: Principal, action: string, resource: string, why: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User: ${principal.name} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
    400,
  );
}

function compile(name: string, statement: Statement): Rule {
  for (const field of Object.keys(statement))
    if (!KNOWN.has(field))
      throw new Error(`A policy of ${name} has the field ${field}, which the desk cannot evaluate.`);
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw new Error(`A policy of ${name} has the effect ${JSON.stringify(statement.Effect)}.`);
  return {
    allows: statement.Effect === 'Allow',
    // IAM reads the names of actions without regard to case, those of resources with it.
    actions: pattern(name, statement.Action, 'i'),
    resources: pattern(name, statement.Resource, ''),
  };
}

function pattern(name: string, wildcards: readonly string[], flags: string): RegExp {
  const parts = wildcards.map((wildcard) => {
    if (typeof wildcard !== 'string')
      throw new Error(`A policy of ${name} holds ${JSON.stringify(wildcard)} where a text belongs.`);
    if (wildcard.includes('${'))
      throw new Error(`A policy of ${name} uses the variable ${wildcard}, which the desk cannot evaluate.`);
    return wildcard
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
  });
  return new RegExp(`^(?:${parts.join('|')})$`, `s${flags}`);
}
