/**
 * How one resource of a template becomes settings: a strict schema is the list of what is carried out, so that any
 * other property is a problem; the reader gets the checked properties and adds what follows from them to a draft.
 */
import { z } from 'zod';
import type { Draft, Refuse } from './draft.ts';
import type { Identity, Place } from './identities.ts';

/** A resource with its intrinsic functions carried out. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly identity: Identity;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a reader may look at besides its resource. */
export interface Surroundings {
  readonly place: Place;
  readonly assets: ReadonlyMap<string, string>;
  readonly draft: Draft;
  readonly refuse: Refuse;
}

export type Reader = (resource: Resource, around: Surroundings) => void;

/** A reader whose schema lists the properties that are carried out. */
export function reader<S extends z.ZodType>(
  schema: S,
  read: (properties: z.output<S>, resource: Resource, around: Surroundings) => void,
): Reader {
  return (resource, around) => {
    const result = schema.safeParse(resource.properties);
    if (result.success) read(result.data, resource, around);
    else for (const issue of result.error.issues) complain(issue, around.refuse);
  };
}

/** A property that has no effect here, with the reason why that does no harm. */
export function idle(reason: string): z.ZodOptional<z.ZodUnknown> {
  return z.unknown().describe(reason).optional();
}

/** Labels for people and for cost reports. */
export const tags = { Tags: idle('labels for cost reports: the desk has no bill') };

/** The name of a resource, which the identity has already taken. */
export const name = z.string().optional();

export const flag = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

export const count = z.coerce.number().int().min(0);

function complain(issue: z.core.$ZodIssue, refuse: Refuse): void {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      refuse([...path, key].join('.'), 'is not carried out by the embedded runtime');
  } else refuse(path.join('.'), issue.message);
}
