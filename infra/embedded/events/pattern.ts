/**
 * Event patterns, as rules and stream filters use them: a pattern matches when each of its fields does, and a field when one of its
 * alternatives does. What is not carried out is refused when the pattern is read, never taken for a match or a miss.
 */
import { isDeepStrictEqual } from 'node:util';

export type Pattern = Readonly<Record<string, unknown>>;

const operators: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  prefix: (value, operand) => typeof value === 'string' && value.startsWith(String(operand)),
  suffix: (value, operand) => typeof value === 'string' && value.endsWith(String(operand)),
  exists: (value, operand) => (value !== undefined) === operand,
  'anything-but': (value, operand) => value !== undefined && ![operand].flat().includes(value),
  'equals-ignore-case': (value, operand) =>
    typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
};

/** Whether an event fits a pattern. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = isStructure(event) ? event[field] : undefined;
    return Array.isArray(wanted) ? matchesOne(wanted, value) : isStructure(wanted) && matches(wanted, value);
  });
}

/** A list in the event matches when one of its elements does. */
function matchesOne(alternatives: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) && value.length > 0 ? value : [value];
  return values.some((each) => alternatives.some((alternative) => fits(alternative, each)));
}

function fits(alternative: unknown, value: unknown): boolean {
  if (!isStructure(alternative)) return isDeepStrictEqual(alternative, value);
  return Object.entries(alternative).every(([name, operand]) => operators[name]?.(value, operand) ?? false);
}

/** Says what in a pattern is not carried out; empty when all of it is. */
export function whatIsRefused(pattern: Pattern, at = ''): readonly string[] {
  return Object.entries(pattern).flatMap(([field, wanted]) => {
    const place = `${at}/${field}`;
    if (Array.isArray(wanted)) return wanted.flatMap((alternative) => refusedAlternative(alternative, place));
    return isStructure(wanted) ? whatIsRefused(wanted, place) : [`${place} is neither a list nor a pattern`];
  });
}

function refusedAlternative(alternative: unknown, place: string): readonly string[] {
  if (!isStructure(alternative)) return [];
  return Object.entries(alternative).flatMap(([name, operand]) => {
    if (!(name in operators)) return [`${place}: the comparison "${name}" is not carried out`];
    const nested = [operand].flat().some(isStructure);
    return nested ? [`${place}: a comparison inside "${name}" is not carried out`] : [];
  });
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
