/**
 * A cloud assembly folder as it lies on the disk: the manifest, one template per stack in the order of their
 * dependencies, and where the files of each asset are. Plain JSON is read, so that no CDK library is needed to run.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      /** `aws://account/region`, with `unknown-region` where the app left it open. */
      environment: z.string().optional(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
        })
        .optional(),
      dependencies: z.array(z.string()).default([]),
    }),
  ),
});

const AssetManifest = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

const TemplateResource = z.strictObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.unknown().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Metadata: z.unknown().optional(),
});

/** The sections of a template. `Rules` check the account that a person deploys to; a desk has no account. */
const Template = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Rules: z.unknown().optional(),
  Parameters: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Default: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional(),
        AllowedValues: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
        AllowedPattern: z.string().optional(),
      }),
    )
    .default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), TemplateResource),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Condition: z.string().optional(),
        Export: z.object({ Name: z.unknown() }).optional(),
      }),
    )
    .default({}),
});

export type StackTemplate = z.output<typeof Template>;

/** One stack of the assembly. */
export interface Stack {
  readonly name: string;
  readonly template: StackTemplate;
}

export interface Assembly {
  /** The region that the app is synthesized for, if it names one. */
  readonly region: string | undefined;
  /** A stack comes after all that it depends on. */
  readonly stacks: readonly Stack[];
  /** Local folder of an asset by the object key under which it would be uploaded. */
  readonly assets: ReadonlyMap<string, string>;
}

type Artifact = z.output<typeof Manifest>['artifacts'][string];

/** Reads the assembly in `folder`. */
export function readAssembly(folder: string): Assembly {
  const { artifacts } = parse(Manifest, join(folder, 'manifest.json'));
  const assets = new Map<string, string>();
  const stacks: Stack[] = [];
  for (const [id, artifact] of inOrder(artifacts)) {
    if (artifact.type === 'cdk:cloud-assembly') {
      throw new Error(`${folder} holds the nested assembly ${id}: point to the folder of that stage instead`);
    }
    if (artifact.type === 'cdk:asset-manifest') addAssets(folder, artifact, assets);
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(readStack(folder, id, artifact));
  }
  if (stacks.length === 0) throw new Error(`${folder} holds no stack`);
  return { stacks, assets, region: regionOf(Object.values(artifacts)) };
}

function regionOf(artifacts: readonly Artifact[]): string | undefined {
  const regions = new Set(
    artifacts
      .flatMap(({ environment }) => environment?.split('/').slice(3, 4) ?? [])
      .filter((name) => name !== 'unknown-region'),
  );
  if (regions.size > 1)
    throw new Error(`The stacks stand in several regions (${[...regions].join(', ')}): the desk is one`);
  return [...regions][0];
}

function readStack(folder: string, id: string, artifact: Artifact): Stack {
  const file = artifact.properties?.templateFile;
  if (file === undefined) throw new Error(`The manifest names no template file for the stack ${id}`);
  return { name: artifact.properties?.stackName ?? id, template: parse(Template, join(folder, file)) };
}

function addAssets(folder: string, artifact: Artifact, assets: Map<string, string>): void {
  const file = artifact.properties?.file;
  if (file === undefined) return;
  for (const { source, destinations } of Object.values(parse(AssetManifest, join(folder, file)).files)) {
    if (source.path === undefined) continue;
    for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(folder, source.path));
  }
}

function inOrder(artifacts: Readonly<Record<string, Artifact>>): [string, Artifact][] {
  const ordered = new Map<string, Artifact>();
  const visit = (id: string, above: readonly string[]): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || ordered.has(id)) return;
    if (above.includes(id))
      throw new Error(`The stacks ${[...above, id].join(' → ')} depend on each other in a circle`);
    for (const dependency of artifact.dependencies) visit(dependency, [...above, id]);
    ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

function parse<S extends z.ZodType>(schema: S, file: string): z.output<S> {
  const result = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!result.success) throw new Error(`${file} is not as expected:\n${z.prettifyError(result.error)}`);
  return result.data;
}
