/** The app as a whole: both partitions, nothing of the wrong one, and nothing that could exist in the cloud alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assembly } from '../../infra/cloud/assembly.ts';
import { partitions, placeOf, regions } from '../../infra/cloud/place.ts';
import { readDeployment } from '../../infra/embedded/template/read.ts';
import { ofType, readTemplates } from './templates.ts';

const templatesOf = (folder: string) =>
  ['Stateful', 'Stateless'].map((stack) => readFileSync(join(folder, `${stack}.template.json`), 'utf8'));

describe.each(partitions)('the templates of %s', (partition) => {
  test('are made once for one state of the source', async () => {
    const [first, second] = await Promise.all([assembly({ partition }), assembly({ partition })]);
    expect(first).toBe(second);
    expect(await assembly({ partition })).toBe(first);
  });

  test('name no partition but by reference', async () => {
    for (const template of templatesOf(await assembly({ partition }))) {
      expect(template).not.toMatch(/arn:aws(?:-cn)?:/);
    }
  });

  test('keep far from the limit of CloudFormation (1 MB)', async () => {
    for (const template of templatesOf(await assembly({ partition }))) {
      expect(template.length).toBeLessThan(300_000);
    }
  });

  test('are carried out by the embedded runtime without exception', async () => {
    const folder = await assembly({ partition });
    const deployment = readDeployment({
      assembly: folder,
      apiUrl: 'http://127.0.0.1:1',
      parameters: { OidcIssuer: 'http://127.0.0.1:2' },
    });
    expect(deployment.outputs).toMatchObject({
      ApiUrl: 'http://127.0.0.1:1',
      LedgerTable: deployment.tables[0]?.name,
      ArchiveBucket: deployment.buckets[0]?.name,
      InboxBucket: deployment.buckets[1]?.name,
      FilingReviewMachine: deployment.machines[0]?.arn,
      RoundMachine: deployment.machines[1]?.arn,
      ReportCollectionMachine: deployment.machines[2]?.arn,
      RectificationMachine: deployment.machines[3]?.arn,
    });
  });

  test('protect what must not be lost from being deleted with its stack', async () => {
    const folder = await assembly({ partition });
    const { artifacts } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(artifacts['Stateful'].properties.terminationProtection).toBe(true);
    expect(artifacts['Stateless'].dependencies).toContain('Stateful');
  });

  test('trace requests exactly where X-Ray exists', async () => {
    const { stateless } = await readTemplates(partition);
    const functions = [...ofType(stateless, 'AWS::Lambda::Function').values()];
    const traced = functions.filter((properties) => properties['TracingConfig'] !== undefined);
    expect(traced).toHaveLength(partition === 'aws' ? functions.length : 0);
  });
});

describe('places', () => {
  test('a Chinese county stays in China', () => {
    expect(regions['aws-cn']).toEqual(['cn-north-1', 'cn-northwest-1']);
    expect(() => placeOf('aws-cn', 'ap-southeast-1')).toThrow(
      'region ap-southeast-1 is not allowed in aws-cn',
    );
    expect(() => placeOf('aws', 'cn-north-1')).toThrow('region cn-north-1 is not allowed in aws');
  });

  test('the first region of a partition is taken when none is named', () => {
    expect(placeOf('aws-cn')).toEqual({ partition: 'aws-cn', region: 'cn-north-1' });
    expect(placeOf('aws-cn', 'cn-northwest-1')).toEqual({ partition: 'aws-cn', region: 'cn-northwest-1' });
    expect(placeOf('aws')).toEqual({ partition: 'aws', region: 'ap-southeast-1' });
  });

  test.each(['aws-us-gov', '', undefined])('partition %s is refused', (partition) => {
    expect(() => placeOf(partition)).toThrow('is not known: choose aws or aws-cn');
  });
});
