/**
 * The table and the buckets of the synthesized template on the real engines, and nothing that moves by itself: no stream, no machine, no
 * schedule. So a test can go the way of a document step by step, and let any call of a step go wrong.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { assembly } from '../../infra/cloud/assembly.ts';
import { openDataFolder } from '../../infra/embedded/data-folder.ts';
import { serveAws } from '../../infra/embedded/endpoint.ts';
import { openObjects, openTables } from '../../infra/embedded/engines.ts';
import { prepareSite } from '../../infra/embedded/site.ts';
import { type Item, openTable } from '../../shared/aws/table.ts';
import { keyOf } from '../../shared/contract/item.ts';

export interface Engines {
  /** Where and in whose name: for clients of the ledger and of the buckets. */
  readonly at: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly table: string;
  readonly buckets: { readonly inbox: string; readonly archive: string };
  readonly s3: S3Client;
  /** Every version of what the archive has under a prefix. */
  archived(prefix: string): Promise<readonly ArchivedVersion[]>;
  /** The counters of a department in a round, without its name. */
  counters(of: {
    readonly region: string;
    readonly round: string;
    readonly department: string;
  }): Promise<Item>;
  stop(): Promise<void>;
}

export interface ArchivedVersion {
  readonly name: string;
  readonly bytes: Buffer;
  readonly lockedUntil: string | undefined;
}

/** Of the product's own assembly, or of another one in a folder. */
export async function openEngines(template?: string): Promise<Engines> {
  const folder = await mkdtemp(join(tmpdir(), 'engines-'));
  const data = openDataFolder(folder);
  const site = await prepareSite(
    {
      assembly: template ?? (await assembly({ partition: 'aws-cn' })),
      data: folder,
      log: () => undefined,
    },
    data,
  );
  const { clock, credentials, deployment, ports, rundown, awsUrl } = site;
  const { engine, dynamodb } = await openTables(site);
  const s3 = await openObjects(site, engine, async () => undefined);
  const principals = credentials.byAccessKeyId;
  rundown.note(
    'endpoint',
    await serveAws({ port: ports.aws, json: [dynamodb], lambda: s3, s3, principals, clock }),
  );
  const output = (name: string) => deployment.outputs[name] ?? '';
  const at = { endpoint: awsUrl, region: deployment.region, credentials: credentials.operator };
  const buckets = { inbox: output('InboxBucket'), archive: output('ArchiveBucket') };
  const s3Client = new S3Client({ ...at, forcePathStyle: true });
  return {
    at,
    table: output('LedgerTable'),
    buckets,
    s3: s3Client,
    archived: (prefix) => versionsUnder(s3Client, buckets.archive, prefix),
    async counters(of) {
      const item = await openTable(output('LedgerTable'), at).get(keyOf.tally(of), true);
      const { department: _, pk: __, sk: ___, ...counters } = item ?? {};
      return counters;
    },
    async stop() {
      s3Client.destroy();
      await rundown.stop();
      data.unlock();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function versionsUnder(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
): Promise<readonly ArchivedVersion[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  const described = Versions.map(async ({ Key = '', VersionId }) => {
    const object = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    const bytes = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    const lockedUntil = object.ObjectLockRetainUntilDate?.toISOString();
    return { name: Key.slice(Prefix.length), bytes, lockedUntil };
  });
  return Promise.all(described);
}
