/**
 * Which variables a scope assigns. Branches and iterations see the variables around them, but may not assign one of the
 * same name: they would seem to change it and would not.
 */
import type { Part } from './definition-fields.ts';
import { isReservedName } from './expression-lint.ts';
import { isObject } from './json.ts';
import { NAME_LENGTH } from './limits.ts';

const NAME = /^[\p{ID_Start}][\p{ID_Continue}]*$/u;

export function assignedNames(states: readonly [string, Part][], outer: ReadonlySet<string>): Set<string> {
  const names = states.flatMap(([, state]) =>
    [state, ...listed(state, 'Choices'), ...listed(state, 'Catch')].flatMap((part) => namesOf(part, outer)),
  );
  return new Set(names);
}

// The compiler itself complains about lists that are none.
function listed(state: Part, field: string): Part[] {
  return Array.isArray(state.body[field]) ? state.list(field) : [];
}

function namesOf(part: Part, outer: ReadonlySet<string>): string[] {
  const assign = part.body['Assign'];
  if (assign === undefined) return [];
  if (!isObject(assign)) {
    part.refuse('Assign', 'it must be an object of variables');
    return [];
  }
  const names = Object.keys(assign);
  for (const name of names) {
    const reason = refuseName(name, outer);
    if (reason !== undefined) part.refuse(`Assign/${name}`, reason);
  }
  return names;
}

function refuseName(name: string, outer: ReadonlySet<string>): string | undefined {
  if (!NAME.test(name)) return 'it is not the name of a variable';
  if (name.length > NAME_LENGTH) return `it is longer than ${NAME_LENGTH} characters`;
  if (isReservedName(name)) return 'it is the name of a function or reserved';
  return outer.has(name) ? 'an outer scope assigns a variable of the same name' : undefined;
}
