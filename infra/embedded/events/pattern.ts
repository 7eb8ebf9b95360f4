/**
 * Event patterns, as rules and stream filters use them: a pattern matches when each of its fields does, and a field when one of its
 * alternatives does. What is not carried out is refused when the pattern is read, never taken for a match or a miss.
 */
import { isDeepStrictEqual } from 'node:util';

export type Pattern = Readonly<Record<string, unknown>>;

interface Operator {
  compare(value: unknown, operand: unknown): boolean;
  /** Whether the operand is of the kind that is carried out. */
  takes(operand: unknown): boolean;
}

const operators: ReadonlyMap<string, Operator> = new Map([
  [
    'prefix',
    {
      compare: (value, operand) => typeof value === 'string' && value.startsWith(String(operand)),
      takes: isText,
    },
  ],
  [
    'suffix',
    {
      compare: (value, operand) => typeof value === 'string' && value.endsWith(String(operand)),
      takes: isText,
    },
  ],
  [
    'equals-ignore-case',
    {
      compare: (value, operand) =>
        typeof value === 'string' && value.toLowerCase() === String(operand).toLowerCase(),
      takes: isText,
    },
  ],
  [
    'exists',
    {
      compare: (value, operand) => (value !== undefined) === operand,
      takes: (operand) => typeof operand === 'boolean',
    },
  ],
  [
    'anything-but',
    {
      compare: (value, operand) => value !== undefined && ![operand].flat().includes(value),
      takes: (operand) => ![operand].flat().some((each) => each === null || typeof each === 'object'),
    },
  ],
] satisfies [string, Operator][]);

/** Whether an event fits a pattern. A list of structures in the event fits when one of them does. */
export function matches(pattern: Pattern, event: unknown): boolean {
  if (Array.isArray(event)) return event.some((each) => matches(pattern, each));
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
  return Object.entries(alternative).every(
    ([name, operand]) => operators.get(name)?.compare(value, operand) ?? false,
  );
}

/** Says what in a pattern is not carried out; empty when all of it is. */
export function whatIsRefused(pattern: Pattern, at = ''): readonly string[] {
  return Object.entries(pattern).flatMap(([field, wanted]) => {
    const place = `${at}/${field}`;
    if (Array.isArray(wanted) && wanted.length === 0) return [`${place} lists nothing that it could match`];
    if (Array.isArray(wanted)) return wanted.flatMap((alternative) => refusedAlternative(alternative, place));
    return isStructure(wanted) ? whatIsRefused(wanted, place) : [`${place} is neither a list nor a pattern`];
  });
}

function refusedAlternative(alternative: unknown, place: string): readonly string[] {
  if (!isStructure(alternative)) return [];
  const comparisons = Object.entries(alternative);
  if (comparisons.length !== 1) return [`${place}: an alternative makes one comparison`];
  return comparisons.flatMap(([name, operand]) => {
    const operator = operators.get(name);
    if (operator === undefined) return [`${place}: the comparison "${name}" is not carried out`];
    if ([operand].flat().some(isStructure))
      return [`${place}: a comparison inside "${name}" is not carried out`];
    return operator.takes(operand)
      ? []
      : [`${place}: "${name}" cannot compare with ${JSON.stringify(operand)}`];
  });
}

function isText(operand: unknown): boolean {
  return typeof operand === 'string';
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
