/** Programs that a machine may have. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first of these that can be run, by the search path. */
export function findProgram(...names: readonly string[]): string | undefined {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => places.map((place) => join(place, name))).find(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
