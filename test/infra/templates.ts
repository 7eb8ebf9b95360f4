/**
 * The synthesized templates as the tests look at them: plain JSON, with references written as short text (`Ledger.Arn`) so that an
 * expectation can be read. References between the stacks are followed to the resource that they mean.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembly } from '../../infra/cloud/assembly.ts';
import type { Partition } from '../../infra/cloud/place.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Outputs: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
  >;
}

export interface Templates {
  readonly folder: string;
  readonly stateful: Template;
  readonly stateless: Template;
}

export async function readTemplates(partition: Partition): Promise<Templates> {
  const folder = await assembly({ partition });
  const stateful = readTemplate(join(folder, 'Stateful.template.json'));
  const exported = new Map(
    Object.values(stateful.Outputs).flatMap(({ Value, Export }) =>
      Export ? [[Export.Name, Value] as const] : [],
    ),
  );
  const stateless = readTemplate(join(folder, 'Stateless.template.json'));
  return { folder, stateful: withText(stateful, exported), stateless: withText(stateless, exported) };
}

/** All resources of a type, with their properties, by logical id. */
export function ofType({ Resources }: Template, type: string): ReadonlyMap<string, Resource['Properties']> {
  const found = Object.entries(Resources).filter(([, { Type }]) => Type === type);
  return new Map(found.map(([id, { Properties }]) => [id, Properties]));
}

/** The one resource of a type whose logical id begins with `prefix`. */
export function theOne(template: Template, type: string, prefix = ''): Resource['Properties'] {
  const found = [...ofType(template, type)].filter(([id]) => id.startsWith(prefix));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} of ${type} begin with ${prefix}`);
  return only[1];
}

function readTemplate(file: string): Template {
  return JSON.parse(readFileSync(file, 'utf8'));
}

type Exported = ReadonlyMap<string, unknown>;

function withText(template: Template, exported: Exported): Template {
  const resources = Object.entries(template.Resources).map(
    ([id, { Properties, ...rest }]): [string, Resource] => [
      id,
      { ...rest, Properties: Object.fromEntries(entriesWithText(Properties, exported)) },
    ],
  );
  return { ...template, Resources: Object.fromEntries(resources) };
}

function entriesWithText(node: object, exported: Exported): [string, unknown][] {
  return Object.entries(node).map(([key, value]) => [key, text(value, exported)]);
}

/** Replaces `Ref`, `Fn::GetAtt`, `Fn::ImportValue` and `Fn::Join` by short text, whatever they stand in. */
function text(node: unknown, exported: Exported): unknown {
  if (Array.isArray(node)) return node.map((part) => text(part, exported));
  if (typeof node !== 'object' || node === null) return node;
  const [call] = Object.entries(node);
  switch (call?.[0]) {
    case 'Ref':
      return `<${shortId(call[1])}>`;
    case 'Fn::GetAtt':
      return `<${call[1].map(shortId).join('.')}>`;
    case 'Fn::ImportValue':
      return text(exported.get(call[1]), exported);
    case 'Fn::Join':
      return call[1][1].map((part: unknown) => text(part, exported)).join(call[1][0]);
    default:
      return Object.fromEntries(entriesWithText(node, exported));
  }
}

/** A logical id without the eight hexadecimal digits that make it unique. */
function shortId(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}
