/** Stamped reports on their way: taken into the inbox by a signed form, past the API, and looked at there. */
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { reportFileKey } from '../contract/object-key.ts';
import type { ReportInbox } from '../ports-report.ts';
import { openObjects } from './objects.ts';

const pdfType = 'application/pdf';

export function openReportInbox(inbox: string, config: S3ClientConfig = {}): ReportInbox {
  const objects = openObjects('report inbox', config);
  const placeOf = (...key: Parameters<typeof reportFileKey>) => ({
    Bucket: inbox,
    Key: reportFileKey(...key),
  });
  return {
    form: (ref, { id, sha256, bytes }, seconds) =>
      objects.form(placeOf(ref, id), { sha256, bytes, type: pdfType }, seconds),
    arrived: (ref, upload) => objects.described(placeOf(ref, upload)),
    async received(ref, upload) {
      const place = placeOf(ref, upload);
      const found = await objects.described(place);
      return found && objects.bytes(place, { IfMatch: found.etag });
    },
    link: (ref, upload, name, seconds) =>
      objects.link(placeOf(ref, upload), 'inline', name, seconds, pdfType),
  };
}
