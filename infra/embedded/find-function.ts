/**
 * Finds a function for a person or a script, who know it by a shorter name than the template gives it: its folder, say.
 * A name that fits several functions is refused with all of them.
 */
import { AwsError } from './parts.ts';
import type { Deployment } from './template/deployment.ts';

/** The physical name of the function that is meant. */
export function findFunction(wanted: string, { functions, resources }: Deployment): string {
  const exact = functions.find(({ name, arn }) => name === wanted || arn === wanted);
  if (exact !== undefined) return exact.name;
  const names = new Set(functions.map(({ name }) => name));
  const candidates = Object.entries(resources).filter(([, name]) => names.has(name));
  const byId = candidates.find(([logicalId]) => logicalId === wanted);
  if (byId !== undefined) return byId[1];
  const fitting = candidates.filter(([logicalId]) => plain(logicalId).includes(plain(wanted)));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only[1];
  const among = fitting.length === 0 ? candidates : fitting;
  throw new AwsError(
    'ResourceNotFoundException',
    `${fitting.length === 0 ? 'No' : 'More than one'} function fits "${wanted}": ${among.map(([id]) => id).join(', ')}`,
    404,
  );
}

/** Logical ids are in PascalCase and have no dashes. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
