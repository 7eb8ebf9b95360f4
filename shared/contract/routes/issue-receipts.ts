/** Receipts and chains of filings and reports, to be verified offline. */

import { audit, auditQuery } from '../audit.ts';
import { filingPath, reportPath } from '../field.ts';
import * as proof from '../receipt.ts';
import { nothing, type Routes, read } from '../route.ts';

export const issueReceipts = {
  listReceipts: {
    ...read,
    path: '/api/filings/{filing}/receipts',
    summary: '回执列表',
    params: filingPath,
    answer: proof.receipts,
  },
  readReceipt: {
    ...read,
    path: '/api/filings/{filing}/receipts/{seq}',
    summary: '回执（已签名，可离线核验）',
    params: proof.receiptPath,
    answer: proof.signedReceipt,
  },
  readChain: {
    ...read,
    path: '/api/filings/{filing}/chain',
    summary: '事件链（逐字节，可离线核验）',
    params: filingPath,
    answer: proof.chainFile,
  },
  readReceiptKey: {
    ...read,
    path: '/api/receipts/key',
    summary: '回执的验签公钥（JWK）',
    params: nothing,
    answer: proof.publicKey,
  },
  listReportReceipts: {
    ...read,
    path: '/api/reports/{report}/receipts',
    summary: '报告回执列表',
    params: reportPath,
    answer: proof.reportReceipts,
  },
  readReportReceipt: {
    ...read,
    path: '/api/reports/{report}/receipts/{seq}',
    summary: '报告回执（已签名，可离线核验）',
    params: proof.reportReceiptPath,
    answer: proof.signedReceipt,
  },
  readReportChain: {
    ...read,
    path: '/api/reports/{report}/chain',
    summary: '报告事件链（逐字节，可离线核验）',
    params: reportPath,
    answer: proof.reportChainFile,
  },
  verifyChains: {
    ...read,
    path: '/api/audit/verify',
    summary: '审计核验：一个部门在一个轮次的全部事件链是否完好',
    params: nothing,
    query: auditQuery,
    answer: audit,
  },
} as const satisfies Routes;
