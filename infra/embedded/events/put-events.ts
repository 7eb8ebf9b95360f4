/** Reads the entries of a PutEvents call: each one is an event, or the reason why it is none, as EventBridge answers it. */
import { AwsError, type BusEvent, type Json } from '../parts.ts';
import type { BusSettings } from './settings.ts';

/** An entry that was read. */
export interface Put {
  readonly event: BusEvent;
  readonly bus: BusSettings;
  /** The instant that its sender gave it, in milliseconds. */
  readonly at?: number;
}

export interface Refused {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const mostEntries = 10;
/** Of all entries of one call. */
const mostBytes = 1024 * 1024;
const known = ['Source', 'DetailType', 'Detail', 'Resources', 'EventBusName', 'Time'];

/** The buses that a call means to reach, each once. `buses` are all that there are, the default one first. */
export function busesNamed(input: Json, buses: readonly BusSettings[]): readonly BusSettings[] {
  const named = entriesOf(input).map((entry) => busOf(entry, buses));
  return [...new Set(named.flatMap((bus) => bus ?? []))];
}

export function readEntries(input: Json, buses: readonly BusSettings[]): readonly (Put | Refused)[] {
  const entries = entriesOf(input);
  if (entries.length === 0 || entries.length > mostEntries)
    throw new AwsError('ValidationException', `PutEvents takes 1 to ${mostEntries} entries.`);
  if (Buffer.byteLength(JSON.stringify(entries)) > mostBytes)
    throw new AwsError(
      'PutEventsRequestEntrySizeException',
      'Total size of the entries in the request is over the limit.',
    );
  return entries.map((entry) => readEntry(entry, buses));
}

function entriesOf({ Entries: entries }: Json): readonly Json[] {
  return Array.isArray(entries) ? entries.map((entry: unknown) => (isObject(entry) ? entry : {})) : [];
}

function busOf({ EventBusName: named }: Json, buses: readonly BusSettings[]): BusSettings | undefined {
  return named === undefined ? buses[0] : buses.find(({ name, arn }) => named === name || named === arn);
}

function readEntry(entry: Json, buses: readonly BusSettings[]): Put | Refused {
  const { Source: source, DetailType: type, Detail: text, Resources: resources, Time } = entry;
  const unknown = Object.keys(entry).filter((name) => !known.includes(name));
  if (unknown.length > 0) return invalid(`${unknown.join(', ')} is not supported here.`);
  const bus = busOf(entry, buses);
  if (bus === undefined) return invalid(`There is no event bus ${entry['EventBusName']}.`);
  if (!isText(source) || !isText(type) || !isText(text))
    return invalid('An entry needs Source, DetailType and Detail as text.');
  if (source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Only AWS itself may send as "aws.…".' };
  const detail = parse(text);
  if (detail === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is not a JSON object.' };
  if (resources !== undefined && !isTexts(resources)) return invalid('Resources is a list of texts.');
  const event = { source, 'detail-type': type, detail, resources: resources ?? [] };
  if (Time === undefined) return { event, bus };
  return typeof Time === 'number' ? { event, bus, at: Time * 1000 } : invalid('Time is a number of seconds.');
}

function invalid(message: string): Refused {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
