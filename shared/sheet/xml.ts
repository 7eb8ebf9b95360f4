/**
 * XML in pieces: elements and texts as they come, nothing kept but the names of the open elements. Only what a workbook needs is
 * understood. A document type is refused, because entities could make much out of little.
 */
import { TextDecoder } from 'node:util';
import { refused } from './file-problem.ts';

/** Names come without their prefix. */
export interface XmlSink {
  open(name: string, attributes: string): void;
  text?(text: string): void;
  close?(name: string): void;
}

const [lessThan, exclamation, question] = [0x3c, 0x21, 0x3f];
const deepest = 128;
/** UTF-16 units of a tag, a comment or an instruction. */
const longestToken = 1024 * 1024;
const tag = /<(\/?)([^\s<>/"'=]+)(?=[\s/>])([^"'<>]*(?:(?:"[^"<]*"|'[^'<]*')[^"'<>]*)*)>/y;
const attribute = /\s+([^\s="'<>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Reads the bytes of a part; throws `damaged` or `dtd`. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, sink: XmlSink): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = xmlParser(sink);
  for await (const piece of pieces) parser.push(decode(decoder, piece));
  parser.push(decode(decoder));
  parser.end();
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw damaged();
  }
}

/** The attributes of a tag, by name without prefix. */
export function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let end = 0;
  attribute.lastIndex = 0;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    found.set(withoutPrefix(match[1] ?? ''), withEntities(match[2] ?? match[3] ?? ''));
    end = attribute.lastIndex;
  }
  if (!/^\s*\/?$/.test(text.slice(end))) throw damaged();
  return found;
}

function xmlParser(sink: XmlSink) {
  const openElements: string[] = [];
  let rest = '';
  let rooted = false;

  /** Takes what stands at the beginning of `from`; its end, or undefined when more text is needed. */
  function take(from: number, last: boolean): number | undefined {
    if (rest.charCodeAt(from) !== lessThan) return takeText(from, last);
    const second = rest.charCodeAt(from + 1);
    if (second === exclamation || second === question) return takeAside(from);
    tag.lastIndex = from;
    const match = tag.exec(rest);
    if (match === null) return undefined;
    takeTag(match[1] === '/', withoutPrefix(match[2] ?? ''), match[3] ?? '');
    return tag.lastIndex;
  }

  function takeText(from: number, last: boolean): number | undefined {
    const next = rest.indexOf('<', from);
    const end = next >= 0 ? next : last ? rest.length : safeEnd(rest, from);
    if (end === from) return undefined;
    const text = rest.slice(from, end);
    if (openElements.length > 0) sink.text?.(withEntities(text));
    else if (text.trim() !== '') throw damaged();
    return end;
  }

  function takeAside(from: number): number | undefined {
    if (rest.startsWith('<!--', from)) return after('-->', from + 4);
    if (rest.startsWith('<?', from)) return after('?>', from + 2);
    const opening = '<![CDATA[';
    if (rest.length - from < opening.length) return undefined;
    if (!rest.startsWith(opening, from)) throw refused('dtd');
    const end = after(']]>', from + opening.length);
    if (end !== undefined) sink.text?.(rest.slice(from + opening.length, end - 3));
    return end;
  }

  function after(terminator: string, from: number): number | undefined {
    const at = rest.indexOf(terminator, from);
    return at < 0 ? undefined : at + terminator.length;
  }

  function takeTag(closes: boolean, name: string, attributes: string): void {
    if (closes) {
      if (openElements.pop() !== name) throw damaged();
      sink.close?.(name);
      return;
    }
    if (openElements.length === 0 && rooted) throw damaged();
    rooted = true;
    sink.open(name, attributes);
    if (attributes.endsWith('/')) sink.close?.(name);
    else if (openElements.push(name) > deepest) throw damaged();
  }

  function push(text: string, last = false): void {
    if (text.includes('\0')) throw damaged();
    rest += text;
    let at = 0;
    while (at < rest.length) {
      const end = take(at, last);
      if (end === undefined) break;
      at = end;
    }
    rest = rest.slice(at);
    if (rest.length > longestToken) throw damaged();
  }

  return {
    push,
    end(): void {
      push('', true);
      if (rest !== '' || openElements.length > 0 || !rooted) throw damaged();
    },
  };
}

/** How far text may be taken when more may follow: an entity or a line end must not be torn. */
function safeEnd(text: string, from: number): number {
  const ampersand = text.lastIndexOf('&');
  const torn = ampersand >= from && !text.includes(';', ampersand) ? ampersand : text.length;
  return text[torn - 1] === '\r' && torn > from ? torn - 1 : torn;
}

function withEntities(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  return lines.includes('&')
    ? lines.replace(/&([^;&]*;?)/g, (_, reference: string) => entity(reference))
    : lines;
}

function entity(reference: string): string {
  const known = entities.get(reference.slice(0, -1));
  if (known !== undefined && reference.endsWith(';')) return known;
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}));$/i.exec(reference) ?? [];
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16);
  if (Number.isNaN(code) || code === 0 || code > 0x10ffff) throw damaged();
  return String.fromCodePoint(code);
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function damaged() {
  return refused('damaged');
}
