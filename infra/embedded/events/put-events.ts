/** Reads the entries of a PutEvents call: each one is an event, or the reason why it is none, as EventBridge answers it. */
import { AwsError, type BusEvent, type Json } from '../parts.ts';

/** An entry that was read. */
export interface Put {
  readonly event: BusEvent;
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

export function readEntries(input: Json, busArn: string): readonly (Put | Refused)[] {
  const entries: unknown = input['Entries'];
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > mostEntries)
    throw new AwsError('ValidationException', `PutEvents takes 1 to ${mostEntries} entries.`);
  if (Buffer.byteLength(JSON.stringify(entries)) > mostBytes)
    throw new AwsError(
      'PutEventsRequestEntrySizeException',
      'Total size of the entries in the request is over the limit.',
    );
  return entries.map((entry: unknown) => readEntry(isObject(entry) ? entry : {}, busArn));
}

function readEntry(entry: Json, busArn: string): Put | Refused {
  const {
    Source: source,
    DetailType: type,
    Detail: text,
    Resources: resources,
    EventBusName: bus,
    Time,
  } = entry;
  const unknown = Object.keys(entry).filter((name) => !known.includes(name));
  if (unknown.length > 0) return invalid(`${unknown.join(', ')} is not supported here.`);
  if (bus !== undefined && bus !== 'default' && bus !== busArn)
    return invalid(`There is no event bus ${bus}: only the default one.`);
  if (!isText(source) || !isText(type) || !isText(text))
    return invalid('An entry needs Source, DetailType and Detail as text.');
  if (source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Only AWS itself may send as "aws.…".' };
  const detail = parse(text);
  if (detail === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is not a JSON object.' };
  if (resources !== undefined && !isTexts(resources)) return invalid('Resources is a list of texts.');
  const event = { source, 'detail-type': type, detail, resources: resources ?? [] };
  if (Time === undefined) return { event };
  return typeof Time === 'number' ? { event, at: Time * 1000 } : invalid('Time is a number of seconds.');
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
