/**
 * Stamped reports for good: each file under Object Lock until its own day, with what is to be known of it as frozen JSON beside it. Nothing
 * is ever replaced; a day may be put off and a hold set, and that is all that can be done.
 */
import { createHash } from 'node:crypto';
import {
  GetObjectLockConfigurationCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { reportFileKey, reportRecordKey } from '../contract/object-key.ts';
import { endOfDay } from '../domain/calendar.ts';
import type { ReportArchive } from '../ports-report.ts';
import { type Buckets, openObjects, putOnce } from './objects.ts';

const pdfType = 'application/pdf';

export function openReportArchive({ inbox, archive }: Buckets, config: S3ClientConfig = {}): ReportArchive {
  const objects = openObjects('report archive', config);
  const { client, guard } = objects;
  /** The bucket's own mode: governance, or compliance where the deployment says so. */
  const lockUntil = async (until: string) => {
    const asked = new GetObjectLockConfigurationCommand({ Bucket: archive });
    const { ObjectLockConfiguration: lock } = await guard(() => client.send(asked));
    const Mode = lock?.Rule?.DefaultRetention?.Mode;
    if (Mode === undefined) throw new Error('the archive locks nothing');
    return { Mode, RetainUntilDate: new Date(endOfDay(until)) };
  };
  const placesOf = (...key: Parameters<typeof reportFileKey>) => [
    { Bucket: archive, Key: reportFileKey(...key) },
    { Bucket: archive, Key: reportRecordKey(...key) },
  ];
  return {
    async keep(ref, upload, { sha256, retainUntil, record }) {
      const [file, beside] = [reportFileKey(ref, upload), reportRecordKey(ref, upload)];
      const source = { Bucket: inbox, Key: file };
      const found = await objects.described(source);
      const { Mode, RetainUntilDate } = await lockUntil(retainUntil);
      const lock = { ObjectLockMode: Mode, ObjectLockRetainUntilDate: RetainUntilDate };
      await objects.copyOnce(
        { ...source, etag: found?.etag ?? '' },
        { Bucket: archive, Key: file },
        {
          sha256,
          ContentType: pdfType,
          ...lock,
        },
      );
      return putOnce(client, 'report archive', { Bucket: archive, Key: beside, Body: record, ...lock });
    },

    async digest(ref, upload) {
      const bytes = await objects.bytes({ Bucket: archive, Key: reportFileKey(ref, upload) });
      return createHash('sha256').update(bytes).digest('hex');
    },

    link: (ref, upload, name, seconds) =>
      objects.link({ Bucket: archive, Key: reportFileKey(ref, upload) }, 'inline', name, seconds, pdfType),

    async hold(ref, upload, on) {
      const LegalHold = { Status: on ? 'ON' : 'OFF' } as const;
      for (const place of placesOf(ref, upload))
        await guard(() => client.send(new PutObjectLegalHoldCommand({ ...place, LegalHold })));
    },

    async retain(ref, upload, until) {
      const Retention = await lockUntil(until);
      for (const place of placesOf(ref, upload))
        await guard(() => client.send(new PutObjectRetentionCommand({ ...place, Retention })));
    },
  };
}
