/**
 * Where the system may stand: an allow-list of regions for each partition, the first one being taken when none is named.
 * Data of a Chinese county stays in China, so a region outside the list is refused before anything is synthesized.
 */
export const regions = {
  aws: ['ap-southeast-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
} as const satisfies Record<string, readonly string[]>;

export type Partition = keyof typeof regions;

export const partitions: readonly Partition[] = ['aws', 'aws-cn'];

export interface Place {
  readonly partition: Partition;
  readonly region: string;
}

/** Checks what was asked for; anything that is not on the list stops the synthesis. */
export function placeOf(partition: unknown, region?: unknown): Place {
  const known = partitions.find((name) => name === partition);
  if (known === undefined) {
    throw new Error(`partition ${String(partition)} is not known: choose ${partitions.join(' or ')}`);
  }
  const allowed: readonly string[] = regions[known];
  const chosen = allowed.find((name) => name === (region ?? allowed[0]));
  if (chosen === undefined) {
    throw new Error(`region ${String(region)} is not allowed in ${known}: choose ${allowed.join(' or ')}`);
  }
  return { partition: known, region: chosen };
}

/** X-Ray is absent in the Chinese regions; there the ledger's own events tell how long each step took. */
export function hasTracing({ partition }: Place): boolean {
  return partition === 'aws';
}
