/** A standard table as the receiving system takes it in: every part asked for, one put behind the other, read as csv. */
import { expect } from 'vitest';
import type { QueryOf } from '../../shared/contract/api.ts';
import type { Bureau } from './bureau.ts';
import { tablesIn } from './form-files.ts';

const round = '2022-H1';

/** All parts of a table, one behind the other. */
export async function standardTable(
  bureau: Bureau,
  member: string,
  query: QueryOf<'exportStandardTables'>,
): Promise<{
  rows: readonly Readonly<Record<string, string>>[];
  parts: readonly { bytes: Uint8Array; cursor: string | null }[];
}> {
  const parts: { bytes: Uint8Array; cursor: string | null }[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const part = await bureau.ask(member, 'exportStandardTables', {
      params: { round },
      query: { ...query, ...(cursor !== undefined && { cursor }) },
    });
    expect(part.type).toBe('text/csv; charset=utf-8');
    expect(part.name).toMatch(/^PERF_MONITOR_(?:TASK|INFO|ATTACH)_360733_2022-H1\.csv$/);
    cursor = part.cursor ?? null;
    parts.push({ bytes: part.bytes, cursor });
  }
  const [table] = await tablesIn(Buffer.concat(parts.map(({ bytes }) => bytes)));
  const [head = [], ...rows] = table?.rows ?? [];
  return {
    parts,
    rows: rows.map((row) => Object.fromEntries(head.map((label, index) => [label, row[index] ?? '']))),
  };
}
