/**
 * A department's bundle (档案包): everything of a year in one zip that needs this system no more. Its manifest names every entry with the
 * SHA-256 of its bytes, and says of each whether it was what the ledger expects when it was packed.
 */
import * as z from 'zod/mini';
import { regionCode } from '../notice/notice.ts';
import { departmentCode, instant } from './field.ts';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

const manifestEntry = z.strictObject({
  path: z.string(),
  bytes: z.int(),
  sha256,
  /** Whether it is what the ledger or its own name says; null where there is nothing to compare it with. */
  holds: z.nullable(z.boolean()),
});

export const manifest = z.strictObject({
  format: z.literal('bundle-1'),
  region: regionCode,
  year: z.int(),
  department: departmentCode,
  departmentName: z.string(),
  packedAt: z.iso.datetime(),
  entries: z.array(manifestEntry),
  /** What the ledger knows of and the archive did not give. */
  missing: z.array(z.string()),
});

/** Where a bundle can be fetched until `expiresAt`, and what in it is not as the ledger says: to be asked about, and never left out. */
export const bundle = z.strictObject({
  year: z.int(),
  department: departmentCode,
  name: z.string(),
  bytes: z.int(),
  entries: z.int(),
  mismatches: z.array(z.string()),
  missing: z.array(z.string()),
  url: z.string(),
  expiresAt: instant,
});
