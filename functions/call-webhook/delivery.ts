/**
 * What is told of an event: its kind and its detail, which are ids, codes, counts and instants. Anything else in it is a defect and not sent:
 * what leaves the county is looked at once more at the door.
 */
import * as z from 'zod/mini';
import { announcementKinds } from '../../shared/domain/announcement.ts';
import type { Delivery } from './signature.ts';

/** Ids are made of letters, digits and a few signs, instants too; what a person writes holds spaces or Chinese. */
const code = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9.:/_-]{0,199}$/));

const Announced = z.object({
  'detail-type': z.enum(announcementKinds),
  detail: z.catchall(z.object({ id: code, at: code }), z.union([code, z.int()])),
});

export function deliveryOf(event: unknown): Delivery {
  const { 'detail-type': kind, detail } = z.parse(Announced, event);
  return { id: detail.id, body: JSON.stringify({ kind, ...detail }) };
}
