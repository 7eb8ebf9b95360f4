/**
 * Grants that AWS asks for although nobody signs a request here: a schedule invokes in the name of its role, and a stream
 * mapping reads in the name of its function's. A forgotten one would let nothing arrive in the cloud, so it stops the boot.
 */
import { createAccess } from '../access.ts';
import { AwsError } from '../parts.ts';
import type { Draft } from './draft.ts';

export function checkGrants(draft: Draft): void {
  const access = createAccess(Object.fromEntries(draft.policies));
  const roleOf = new Map(draft.functions.map(({ name, roleName }) => [name, roleName]));
  for (const { functionName, action, resource, property, refuse, ...grant } of draft.grants) {
    const roleName = grant.roleName ?? roleOf.get(functionName ?? '') ?? '';
    try {
      access({ name: roleName, accessKeyId: '', secretAccessKey: '' }, action, resource);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refuse(property, `the role ${roleName} lacks ${action} on ${resource}`);
    }
  }
}
