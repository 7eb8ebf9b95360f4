/** The security rules of cdk-nag over both apps: no finding, a warning included, that is not waived with a reason. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../../infra/cloud/app.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { waivers } from '../../infra/cloud/waivers.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nag-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** The synthesis of an app with findings throws; what they are stands in its report. */
function failureOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Every finding as `rule on construct`. */
function findings(app: App): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  const failure = failureOf(() => app.synth());
  const report: Report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  if (failure !== undefined && report.pluginReports.length === 0) throw failure;
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} on ${constructPath}`),
    ),
  );
}

describe('cdk-nag: AwsSolutions and Serverless', () => {
  test.each(partitions)('%s has no finding that is not waived', async (partition) => {
    expect(findings(await createApp({ partition, out: newFolder() }))).toEqual([]);
  });

  test('the rules do find: a bare bucket is no bucket of ours', () => {
    const app = new App({ outdir: newFolder() });
    new Bucket(new Stack(app, 'Bare'), 'Bucket');
    expect(findings(app)).toContain('AwsSolutions-S10 on Bare/Bucket/Resource');
  });

  test('every waiver has a reason that says something, and an owner', () => {
    for (const { reason, owner, on } of waivers) {
      expect(reason.split(' ').length).toBeGreaterThan(8);
      expect(owner).toMatch(/^(?:operations|security)$/);
      expect(on.length).toBeGreaterThan(0);
    }
  });
});
