/** A stamped report on its way in, past the API. */
import { reportPath } from '../field.ts';
import { reportUploadForm, reportUploadReceipt, uploadBody, uploadPath } from '../report.ts';
import { nothing, type Routes } from '../route.ts';

export const uploadReport = {
  openReportUpload: {
    method: 'POST',
    idempotent: true,
    path: '/api/reports/{report}/uploads',
    summary: '申请上传盖章的报告',
    params: reportPath,
    query: nothing,
    body: uploadBody,
    answer: reportUploadForm,
  },
  completeReportUpload: {
    method: 'POST',
    idempotent: true,
    path: '/api/reports/{report}/uploads/{upload}/complete',
    summary: '确认报告已上传',
    params: uploadPath,
    query: nothing,
    body: nothing,
    answer: reportUploadReceipt,
  },
} as const satisfies Routes;
