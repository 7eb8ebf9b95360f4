/** Evidence of filings, uploaded past the API. */
import * as z from 'zod/mini';
import * as answer from '../answer.ts';
import { attachmentId, attachmentPath, fileName, filingPath } from '../field.ts';
import { nothing, type Routes, read } from '../route.ts';

/** What will be sent: its size and its SHA-256 in hexadecimal bind the form that it may be sent with. */
const announcedFile = z.strictObject({
  name: fileName,
  bytes: z.int('文件大小应为字节数').check(z.minimum(0, '文件大小应为字节数')),
  sha256: attachmentId,
});

export const attachFiles = {
  openAttachment: {
    method: 'POST',
    path: '/api/filings/{filing}/attachments',
    question: true,
    query: nothing,
    summary: '申请上传附件（佐证材料）',
    params: filingPath,
    body: announcedFile,
    answer: answer.uploadForm,
  },
  completeAttachment: {
    method: 'POST',
    path: '/api/filings/{filing}/attachments/{attachment}/complete',
    idempotent: true,
    query: nothing,
    summary: '确认附件已上传',
    params: attachmentPath,
    body: z.strictObject({ name: fileName }),
    answer: answer.attachment,
  },
  listAttachments: {
    ...read,
    path: '/api/filings/{filing}/attachments',
    summary: '附件列表',
    params: filingPath,
    answer: answer.attachments,
  },
  readAttachment: {
    ...read,
    path: '/api/filings/{filing}/attachments/{attachment}',
    summary: '附件（下载地址）',
    params: attachmentPath,
    answer: answer.download,
  },
} as const satisfies Routes;
