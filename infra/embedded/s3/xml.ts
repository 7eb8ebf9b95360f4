/**
 * S3's XML, written and read. Writing takes plain values (a list repeats its element); reading is strict and small,
 * because only four kinds of request carry XML.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { malformedXml } from './failures.ts';

type XmlValue = string | number | boolean | undefined | XmlFields | readonly XmlValue[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A whole document; pass no namespace for errors, which have none. */
export function xmlDocument(root: string, fields: XmlFields, namespace = NAMESPACE): string {
  const open = namespace === '' ? root : `${root} xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${open}>${children(fields)}</${root}>`;
}

function children(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((entry) => element(name, entry)).join('');
  const inner = typeof value === 'object' ? children(value) : escapeText(String(value));
  return `<${name}>${inner}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeText(text: string): string {
  // Control characters may be part of a key; XML takes them only as references.
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to escape
    /[&<>"\u0000-\u001f]/g,
    (char) => ENTITIES[char] ?? `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`,
  );
}

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  // With these also come the numeric references by which clients write control characters in keys.
  processEntities: true,
  htmlEntities: true,
  ignoreDeclaration: true,
});

/** An element of a request: its text, or its children by name. */
export class XmlElement {
  readonly #value: unknown;
  constructor(value: unknown) {
    this.#value = value;
  }

  text(name: string): string | undefined {
    const value = this.#child(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw malformedXml();
    return value;
  }

  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw malformedXml();
    return text;
  }

  all(name: string): XmlElement[] {
    const value = this.#child(name);
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((entry) => new XmlElement(entry));
  }

  /** Refuses what nobody here would read. */
  onlyHas(...names: readonly string[]): this {
    if (typeof this.#value === 'object' && this.#value !== null) {
      for (const name of Object.keys(this.#value)) {
        if (!names.includes(name) && name !== '#text') throw malformedXml();
      }
    }
    return this;
  }

  #child(name: string): unknown {
    const value = this.#value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.entries(value).find(([key]) => key === name)?.[1];
  }
}

/** The root element of a request's body, which must bear that name. */
export function readXml(body: Buffer, root: string): XmlElement {
  const text = body.toString('utf8');
  // A document type could define entities; no S3 client sends one.
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) throw malformedXml();
  const [element, ...others] = new XmlElement(parsed(text)).all(root);
  if (element === undefined || others.length > 0) throw malformedXml();
  return element;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    // The parser refuses some names and references that are well-formed but mean no good.
    throw malformedXml();
  }
}
