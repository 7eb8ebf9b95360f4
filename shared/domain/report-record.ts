/** What is to be known of an archived report (§10), frozen beside its file: whoever finds it in thirty years needs nothing else. */
import type { Day, Instant } from './calendar.ts';
import { type Hand, type ReportFiled, type ReportHead, reportPeriodNames } from './report.ts';
import { sealNames } from './report-checks.ts';

interface Confirmation {
  readonly at: Instant;
  readonly by: Hand | null;
}

export function recordOf(
  head: ReportHead,
  filed: ReportFiled,
  confirmed: Confirmation | undefined,
  retainUntil: Day,
) {
  return {
    题名: `${head.name}${head.fiscalYear}年${reportPeriodNames[head.period]}绩效运行监控情况`,
    文号: filed.documentNo,
    责任者: head.name,
    部门: head.department,
    年度: head.fiscalYear,
    报告期: head.period,
    监控轮次: head.round,
    党委党组会议: head.meeting,
    页数: filed.sight.pages,
    字节数: filed.bytes,
    类型: 'application/pdf',
    原文件名: filed.name,
    SHA256: filed.sha256,
    上传人: filed.by,
    上传时间: new Date(filed.receivedAt).toISOString(),
    用印方式: filed.seal === null ? null : sealNames[filed.seal],
    签发人: filed.signatory,
    说明: filed.explanations,
    核对人: confirmed?.by ?? null,
    核对时间: confirmed === undefined ? null : new Date(confirmed.at).toISOString(),
    保管期限: '30年',
    保管至: retainUntil,
    密级: '无',
    替换: filed.replaces,
    替换原因: filed.reason,
    数据摘要: filed.data,
  };
}
