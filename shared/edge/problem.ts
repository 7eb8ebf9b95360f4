/** Refusals, faults and defects as HTTP: the one place that knows statuses. Bodies are RFC 9457 problems and tell nothing internal. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Refusal, type RefusalCode, refusal } from '../domain/refusal.ts';

const statuses: Readonly<Record<RefusalCode, number>> = {
  'malformed-body': 400,
  'invalid-input': 400,
  'invalid-key': 400,
  unauthenticated: 401,
  'unknown-member': 403,
  'not-yours': 403,
  'same-person': 403,
  'not-found': 404,
  'wrong-stage': 409,
  'in-transit': 409,
  'moved-on': 409,
  'not-what-you-saw': 409,
  'open-it-first': 409,
  'no-department': 409,
  'filed-before': 409,
  'nothing-to-submit': 409,
  'nothing-to-compare': 404,
  'round-not-open': 409,
  'round-locked': 409,
  'not-uploaded': 409,
  'too-many-files': 409,
  'extension-too-wide': 422,
  'extension-too-late': 422,
  'extension-not-later': 422,
  'extension-decided': 409,
  'extension-needs-opinion': 422,
  'close-needs-reason': 422,
  'report-moving': 409,
  'report-moved-on': 409,
  'report-being-checked': 409,
  'report-replacing-needs-reason': 422,
  'report-checks-failed': 422,
  'report-file-refused': 422,
  'report-file-forgotten': 404,
  'archive-damaged': 500,
  'report-wrong-state': 409,
  'report-same-person': 403,
  'report-not-what-you-saw': 409,
  'report-ticks-missing': 422,
  'report-waived': 409,
  'report-not-archived': 409,
  'report-held-already': 409,
  'report-retention-shorter': 422,
  'plan-contradicts': 422,
  'override-out-of-range': 422,
  'extension-asked': 409,
  'disposition-open': 409,
  'disposition-not-there': 409,
  'disposition-due-past': 422,
  'disposition-incomplete': 422,
  'wrong-record': 422,
  'not-sent-yet': 409,
  'targets-not-adjusted': 409,
  'nothing-suspended': 409,
  'urged-lately': 409,
  'delegation-not-held': 403,
  'delegation-chained': 403,
  'delegation-days': 422,
  'delegation-to-oneself': 422,
  'delegation-to-filler': 403,
  'delegation-revoked': 409,
  'deputy-fills': 403,
  'giver-acted': 403,
  'key-reused': 409,
  'stale-version': 412,
  'checks-failed': 422,
  'file-refused': 422,
  'import-has-errors': 422,
  'import-unconfirmed': 422,
  'recheck-failed': 422,
  'empty-file': 422,
  'file-too-large': 422,
  'wrong-file-type': 422,
  'file-differs': 422,
  'bundle-too-large': 422,
  'version-required': 428,
  'too-busy': 503,
};

export function statusOf(code: RefusalCode): number {
  return statuses[code];
}

/** A refusal on the wire; `instance` is the request id, to be told to whoever looks after the system. */
export function problemOf(refused: Refusal, instance: string): APIGatewayProxyStructuredResultV2 {
  const status = statuses[refused.code];
  const retry = refused.code === 'too-busy' || refused.code === 'in-transit' ? { 'retry-after': '1' } : {};
  return answerProblem(status, retry, {
    code: refused.code,
    detail: refused.detail,
    instance,
    ...(refused.issues.length > 0 && { issues: refused.issues }),
  });
}

/** The network or a service failed us: worth another try with the same key. */
export function faultProblem(instance: string): APIGatewayProxyStructuredResultV2 {
  return problemOf(refusal('too-busy'), instance);
}

/** Our own mistake: nothing but the request id leaves the house. */
export function defectProblem(instance: string): APIGatewayProxyStructuredResultV2 {
  return answerProblem(
    500,
    {},
    {
      code: 'defect',
      detail: `系统内部出错，本次操作未生效。请把编号 ${instance} 告诉系统管理员。`,
      instance,
    },
  );
}

function answerProblem(
  status: number,
  headers: Record<string, string>,
  body: Record<string, unknown>,
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body: JSON.stringify({ type: 'about:blank', title: titleOf(status), status, ...body }),
  };
}

function titleOf(status: number): string {
  if (status === 404) return '没有找到';
  if (status < 404) return '请求不被接受';
  return status < 500 ? '本次操作未生效' : '系统暂时不可用';
}
