/** One field of a cron expression, e.g. `1,5-7`, `MON-FRI` or `0/15`: the values that it stands for. */

export interface FieldRange {
  readonly low: number;
  readonly high: number;
  /** Names for the values, from `low` on. */
  readonly names?: readonly string[];
}

/** The values in order; throws an error that says what can't be read. */
export function readField(field: string, range: FieldRange): number[] {
  const found = new Set(field.split(',').flatMap((part) => readPart(part, range)));
  return [...found].sort((a, b) => a - b);
}

function readPart(part: string, range: FieldRange): number[] {
  const [, from = '', to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const every = Number(step ?? 1);
  const first = from === '*' ? range.low : read(from, range);
  const last = to === undefined ? endOf(from, first, step, range) : read(to, range);
  if (first === undefined || last === undefined || last < first || every < 1)
    throw new Error(`"${part}" is not carried out in a cron expression`);
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, turn) => first + turn * every);
}

/** A lone value is itself; the star, and a value with a step, go on to the end. */
function endOf(from: string, first: number | undefined, step: string | undefined, { high }: FieldRange) {
  return from === '*' || step !== undefined ? high : first;
}

function read(text: string, { low, high, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + low : Number(/^\d+$/.exec(text)?.[0] ?? Number.NaN);
  return value >= low && value <= high ? value : undefined;
}
