/** One line of JSON per happening; ids and codes only, no names, no texts that people wrote, no tokens. */

export type Happening =
  | 'answered'
  | 'refused'
  | 'fault'
  | 'defect'
  | 'carried-out'
  | 'given-up'
  /** What the archive gives is not what was archived: `infra/cloud/alarms.ts` listens for this word. */
  | 'archive-damaged'
  | 'told'
  | 'called'
  | 'webhook-off'
  | 'drift'
  | 'data-changed';

export function log(happening: Happening, fields: Readonly<Record<string, string | number | boolean>>): void {
  console.log(JSON.stringify({ happening, ...fields }));
}

/** What may be told of an error in a log: its kind and where, not what it carried. */
export function errorFields(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, reason: error.message, stack: error.stack ?? '' };
}
