/**
 * Roles and their policies, as statements per role for the access decision. Who may assume a role is fixed here: the
 * function or machine that names it. Statements that the decision cannot weigh are refused.
 */
import { z } from 'zod';
import type { Statement } from '../access.ts';
import type { Draft, Refuse } from './draft.ts';
import { idle, name, type Reader, reader, tags } from './resource.ts';

const oneOrMore = z.union([z.string().transform((value) => [value]), z.array(z.string())]);

const PolicyDocument = z.strictObject({
  Version: z.string().optional(),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** Services that do nothing here: a conditional statement about them alone needs no decision. */
const IDLE_SERVICES: readonly string[] = ['cloudwatch', 'kms', 'logs', 'sns', 'sqs', 'xray'];

/** Managed policies of AWS that grant nothing which exists here. */
const HARMLESS_MANAGED_POLICIES: readonly string[] = [
  'service-role/AWSLambdaBasicExecutionRole',
  'AWSXRayDaemonWriteAccess',
];

const Role = z.strictObject({
  RoleName: name,
  AssumeRolePolicyDocument: idle('a role is taken by the function or machine that names it'),
  Description: idle('text for people'),
  MaxSessionDuration: idle('credentials do not expire here'),
  Path: idle('groups roles for people'),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument })).default([]),
  ...tags,
});

const Policy = z.strictObject({
  PolicyName: z.string().optional(),
  ManagedPolicyName: z.string().optional(),
  Description: idle('text for people'),
  Path: idle('groups policies for people'),
  PolicyDocument,
  Roles: z.array(z.string()).default([]),
});

const role = reader(Role, (properties, resource, { draft, refuse }) => {
  const statements = granted(draft.policies, resource.identity.name);
  for (const [index, { PolicyDocument: document }] of properties.Policies.entries()) {
    statements.push(...toStatements(document, `Policies.${index}.PolicyDocument`, refuse));
  }
  for (const [index, arn] of properties.ManagedPolicyArns.entries()) {
    if (HARMLESS_MANAGED_POLICIES.some((harmless) => arn.endsWith(`:policy/${harmless}`))) continue;
    const property = `ManagedPolicyArns.${index}`;
    if (arn.includes(':iam::aws:')) refuse(property, `the managed policy ${arn} is not known here`);
    else draft.attachments.push({ roleName: resource.identity.name, policyArn: arn, refuse, property });
  }
});

const policy = reader(Policy, (properties, resource, { draft, refuse }) => {
  const statements = toStatements(properties.PolicyDocument, 'PolicyDocument', refuse);
  for (const roleName of properties.Roles) granted(draft.policies, roleName).push(...statements);
  draft.managedPolicies.set(resource.identity.ref, statements);
});

/** Gives roles the statements of the managed policies that they name, once all of the template is read. */
export function attachManagedPolicies(draft: Draft): void {
  for (const { roleName, policyArn, refuse, property } of draft.attachments) {
    const statements = draft.managedPolicies.get(policyArn);
    if (statements === undefined) refuse(property, `${policyArn} is not a policy of this template`);
    else granted(draft.policies, roleName).push(...statements);
  }
}

function granted(policies: Map<string, Statement[]>, roleName: string): Statement[] {
  const statements = policies.get(roleName) ?? [];
  policies.set(roleName, statements);
  return statements;
}

function toStatements(
  document: z.output<typeof PolicyDocument>,
  property: string,
  refuse: Refuse,
): Statement[] {
  return document.Statement.flatMap(({ Effect, Action, Resource, Condition }, index) => {
    if (Condition === undefined) return [{ Effect, Action, Resource }];
    const idleOnly = Action.every((action) => IDLE_SERVICES.includes(action.split(':')[0] ?? ''));
    if (!idleOnly)
      refuse(`${property}.Statement.${index}.Condition`, 'conditions of policies are not weighed here');
    return [];
  });
}

export const permissionReaders: Readonly<Record<string, Reader>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::ManagedPolicy': policy,
};
