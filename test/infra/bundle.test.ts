/** What is deployed of each function: one small file that loads, without what it does not need. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { assembly } from '../../infra/cloud/assembly.ts';
import { functionNames } from '../../infra/cloud/function-table.ts';

/** In bytes, as the goals of the project are counted. */
const limits = { minified: 400_000, zipped: 133_000 };
/** A library that writes workbooks or documents brings some 300 KB (75 KB zipped) to whoever writes them. */
const limitsWithDocuments = { minified: 640_000, zipped: 213_000 };
/** Who speaks to both the table and the buckets: the two clients of AWS alone are 370 KB. */
const limitsWithBuckets = { minified: 470_000, zipped: 155_000 };
/** And to KMS and a zip besides; it is asked for once a year. */
const limitsWithKeys = { minified: 490_000, zipped: 163_000 };
/** Who reads the pages of a scan besides: the reader of PDFs, of pictures and of codes. */
const limitsWithScans = { minified: 550_000, zipped: 190_000 };

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

describe('the bundles', () => {
  let folder: string;
  let metafile: Metafile;
  beforeAll(async () => {
    folder = join(await assembly({ partition: 'aws-cn' }), 'bundle');
    metafile = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
  });

  /** The source files that something is left of in a bundle. */
  const inputs = (name: string): string[] => {
    const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}/index.mjs`));
    const used = Object.entries(output?.[1].inputs ?? {}).filter(
      ([, { bytesInOutput }]) => bytesInOutput > 0,
    );
    return used.map(([path]) => path);
  };
  const withInput = (part: string) =>
    functionNames.filter((name) => inputs(name).some((path) => path.includes(part)));

  const limitsOf = (name: string) => {
    const writes = [...withInput('shared/sheet/'), ...withInput('node_modules/docx/')];
    if (writes.some((each) => each === name)) return limitsWithDocuments;
    if (name === 'pack-bundles') return limitsWithKeys;
    if (withInput('shared/scan/').some((each) => each === name)) return limitsWithScans;
    return withInput('@aws-sdk/client-s3/').some((each) => each === name) ? limitsWithBuckets : limits;
  };

  test.each(functionNames)('%s is one file, without its map, within the limits of size', (name) => {
    expect(readdirSync(join(folder, 'code', name))).toEqual(
      name === 'pack-bundles' ? ['index.mjs', 'verifier.html'] : ['index.mjs'],
    );
    const code = readFileSync(join(folder, 'code', name, 'index.mjs'));
    const { minified, zipped } = limitsOf(name);
    expect(code.length).toBeLessThanOrEqual(minified);
    expect(gzipSync(code).length).toBeLessThanOrEqual(zipped);
    expect(code.includes('sourceMappingURL')).toBe(false);
  });

  test.each(functionNames)('%s has its source map beside the deployed folders', (name) => {
    const map = JSON.parse(readFileSync(join(folder, 'maps', `${name}.mjs.map`), 'utf8'));
    expect(map.sources.some((path: string) => path.endsWith(`functions/${name}/handler.ts`))).toBe(true);
  });

  test('hold a client of AWS only where it is used', () => {
    const ledger = functionNames.filter((name) => !['describe-api', 'call-webhook'].includes(name));
    expect(withInput('@aws-sdk/client-dynamodb/')).toEqual(ledger);
    expect(withInput('@aws-sdk/client-s3/')).toEqual([
      'attach-files',
      'import-data',
      'pack-bundles',
      'upload-report',
      'keep-report',
      'verify-report',
      'store-report',
      'archive-filing',
      'reconcile',
    ]);
    expect(withInput('@aws-sdk/client-kms/')).toEqual(['issue-receipts', 'pack-bundles']);
    expect(withInput('@aws-sdk/client-sfn/')).toEqual(['advance-workflow', 'reconcile']);
    expect(withInput('@aws-sdk/client-sqs/')).toEqual(['watch-operations']);
    expect(withInput('@aws-sdk/client-eventbridge/')).toEqual(['watch-operations', 'notify']);
  });

  test('hold neither the large face of zod nor the chain of credentials, nor anything of the infrastructure', () => {
    expect(withInput('zod/v4/classic/')).toEqual([]);
    expect(withInput('@aws-sdk/credential-provider-')).toEqual([]);
    expect(withInput('@aws-sdk/nested-clients/')).toEqual([]);
    expect(withInput('infra/embedded/')).toEqual([]);
  });

  test('load on this Node and offer a handler', () => {
    const urls = functionNames.map((name) => join(folder, 'code', name, 'index.mjs'));
    const script = `for (const file of ${JSON.stringify(urls)}) console.log(typeof (await import(file)).handler);`;
    const answer = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      env: {
        LEDGER_TABLE: 'ledger',
        DEAD_LETTER_QUEUE: 'https://queue.test/dead-letters',
        ARCHIVE_BUCKET: 'archive',
        INBOX_BUCKET: 'inbox',
        FILING_REVIEW_MACHINE: 'filing-review',
        ROUND_MACHINE: 'round',
        RECTIFICATION_MACHINE: 'rectification',
        RECEIPT_KEY: 'key',
        REPORT_COLLECTION_MACHINE: 'report-collection',
        EVENT_BUS: 'bus',
        WEBHOOK_URL: '',
        WEBHOOK_SECRET: '',
        WEBHOOK_LOOPBACK: 'refused',
        AWS_REGION: 'cn-north-1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      encoding: 'utf8',
    });
    expect(answer.trim().split('\n')).toEqual(functionNames.map(() => 'function'));
  });
});
