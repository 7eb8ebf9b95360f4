/** What the deployed functions are told by their environment; each function gets only the names that it reads. */
import * as z from 'zod/mini';

const filled = z.string().check(z.minLength(1));

/** Every variable there is: the template writes them, `compose` reads them. */
export const environment = {
  LEDGER_TABLE: filled,
  ARCHIVE_BUCKET: filled,
  INBOX_BUCKET: filled,
  RECEIPT_KEY: filled,
  FILING_REVIEW_MACHINE: filled,
  ROUND_MACHINE: filled,
  REPORT_COLLECTION_MACHINE: filled,
  RECTIFICATION_MACHINE: filled,
  EVENT_BUS: filled,
  DEAD_LETTER_QUEUE: filled,
  /** Empty where there is no webhook. */
  WEBHOOK_URL: z.string(),
  WEBHOOK_SECRET: z.string(),
  WEBHOOK_LOOPBACK: filled,
} as const;

export type EnvironmentName = keyof typeof environment;

/** Reads one variable; a missing one is a defect of the deployment and thrown. */
export function readEnvironment(name: EnvironmentName): string {
  const parsed = z.safeParse(environment[name], process.env[name]);
  if (!parsed.success) throw new Error(`environment variable ${name} is not set`);
  return parsed.data;
}
