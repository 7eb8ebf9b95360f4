import type { QueryOf } from '../../shared/contract/api.ts';
import type { ImportScope } from '../../shared/domain/imports.ts';

/** What a request is about, in numbers. */
export function scopeOf({ table, year, month }: QueryOf<'previewImport'>): ImportScope {
  return { table, year: Number(year), month: month === undefined ? null : Number(month) };
}
