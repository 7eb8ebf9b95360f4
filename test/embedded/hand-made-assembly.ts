/**
 * Writes a cloud assembly by hand: manifest, templates, asset manifests and the folders of the functions' code, in the
 * form in which the CDK leaves them. Tests say in plain objects what stands in a template, and no synthesis is needed.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Template = Record<string, unknown>;

export interface HandMadeStack {
  readonly template: Template;
  readonly dependsOn?: readonly string[];
}

export interface HandMadeAssembly {
  readonly region?: string;
  readonly stacks: Readonly<Record<string, HandMadeStack>>;
  /** The code of the functions: the text of `index.mjs` by the name of the asset. */
  readonly code?: Readonly<Record<string, string>>;
}

/** Makes a fresh temporary folder; the test removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'embedded-'));
}

/** Writes the assembly into `folder`. */
export function writeAssembly(
  folder: string,
  { stacks, code = {}, region = 'unknown-region' }: HandMadeAssembly,
): void {
  const artifacts: Record<string, unknown> = {
    assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
    tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
  };
  for (const [name, { template, dependsOn = [] }] of Object.entries(stacks)) {
    const templateFile = `${name}.template.json`;
    writeJson(join(folder, templateFile), template);
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: `aws://unknown-account/${region}`,
      properties: { templateFile },
      dependencies: ['assets', ...dependsOn],
    };
  }
  writeJson(join(folder, 'manifest.json'), { version: '55.0.0', artifacts });
  writeAssets(folder, code);
}

/** The `Code` property of a function whose text was given as `name`. */
export function codeOf(name: string): { S3Bucket: string; S3Key: string } {
  return { S3Bucket: 'assets', S3Key: `${name}.zip` };
}

function writeAssets(folder: string, code: Readonly<Record<string, string>>): void {
  const files: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(code)) {
    mkdirSync(join(folder, `asset.${name}`), { recursive: true });
    writeFileSync(join(folder, `asset.${name}`, 'index.mjs'), text);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  writeJson(join(folder, 'assets.json'), { version: '55.0.0', files, dockerImages: {} });
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, JSON.stringify(value, null, 1));
}
