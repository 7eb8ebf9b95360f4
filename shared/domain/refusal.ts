/**
 * The closed catalogue of refusals: each way in which the business says no, once, with the sentence a clerk reads. A sentence
 * names what is wrong and what to do. HTTP statuses are none of this file's business (`shared/edge/problem.ts`).
 */

const sentences = {
  'malformed-body': (p: { reason: string }) =>
    `请求内容不是合法的JSON：${p.reason}。请检查后重新提交，系统未做任何改动。`,
  'invalid-input': (p: { count: number }) =>
    `有${p.count}处内容不符合填写要求，请按逐项提示修改后重新提交，系统未做任何改动。`,
  'checks-failed': (p: { count: number }) =>
    `有${p.count}处未通过送审校验，请按逐项提示修改后再送审，已暂存的内容保持不变。`,
  unauthenticated: () => '登录已失效或未登录，请重新登录后再操作。',
  'unknown-member': () => '您的账号尚未登记到本系统的人员目录，请联系系统管理员登记。',
  'not-found': (p: { what: string }) => `没有找到${p.what}，或它不在您的管理范围内，请核对后重试。`,
  'not-yours': (p: { action: string; who: string }) => `“${p.action}”只能由${p.who}办理，请联系其办理。`,
  'same-person': (p: { action: string }) =>
    `您已在其他环节经办过这份填报，按不相容岗位分离的要求不能再“${p.action}”，请由本环节其他人员办理。`,
  'version-required': () => '缺少版本号（If-Match），请先读取最新内容，再带上其版本号提交。',
  'stale-version': (p: { current: number }) =>
    `内容已被更新（当前为第${p.current}版），为避免覆盖他人的修改，本次操作未生效，请刷新后再操作。`,
  'wrong-stage': (p: { action: string; stage: string; allowed: string }) =>
    `填报现处于“${p.stage}”，不能“${p.action}”；只有在“${p.allowed}”时可以办理，请刷新后查看。`,
  'in-transit': () => '填报正在流转到下一环节，通常不到一秒，请稍后刷新再操作。',
  'moved-on': () => '就在刚才，这份填报已由他人办理，本次操作未生效，请刷新后查看最新情况。',
  'not-what-you-saw': () =>
    '您审核所依据的内容与系统现存的内容不一致，本次审核未生效，请重新打开这份填报、核对后再审核。',
  'open-it-first': (p: { what: string }) =>
    `这份填报有${p.what}，不能不看就批量办理，本行未生效；请打开核对后再办理，其他行不受影响。`,
  'recheck-failed': (p: { count: number }) =>
    `终审复核发现${p.count}处问题（见逐项提示），不能通过，请退回填报人更正。`,
  'file-refused': (p: { reason: string }) => `文件没有被接收，系统未做任何改动：${p.reason}`,
  'import-has-errors': (p: { count: number }) =>
    `文件有${p.count}处错误，没有导入，系统未做任何改动，请按逐项提示修改文件（可下载错误行）后重新上传。`,
  'import-unconfirmed': (p: { count: number }) =>
    `文件有${p.count}处需要确认，没有导入，系统未做任何改动，请逐项核对，确认无误后带上“已确认”再导入。`,
  'nothing-to-compare': (p: { what: string }) => `没有可供对比的内容：${p.what}，请换一个对比对象。`,
  'no-department': () =>
    '这份填报不能退回主管部门：只有业务股室在审核主管部门已审核的项目支出、转移支付时可以，请改为退回填报人。',
  'filed-before': () => '这项监控填报已经报送过，不能免报；确需更正的，请退回或重新开放。',
  'nothing-to-submit': () => '还没有暂存任何内容，请先填写并暂存，再送审。',
  'empty-file': () => '文件是空的（0字节），请核对后选择有内容的文件，重新上传。',
  'file-too-large': (p: { most: string }) =>
    `文件大于${p.most}，请降低扫描分辨率、压缩或拆成几个文件后重新上传。`,
  'wrong-file-type': () =>
    '附件只收PDF、PNG和JPG文件，以文件内容为准，改扩展名无效；请扫描或另存为其中一种格式后重新上传。',
  'not-uploaded': () =>
    '还没有收到这个文件：上传尚未完成，或上传凭证已过期（10分钟内有效），请重新选择文件上传。',
  'file-differs': () => '收到的文件与登记的校验值（SHA-256）不一致，可能在传输中受损，请重新上传。',
  'too-many-files': (p: { most: number }) =>
    `这份填报已保存${p.most}个附件，达到上限，不能再上传；请直接引用已上传的附件。`,
  'bundle-too-large': () => '这个部门该年度的附件超过500MB，一个档案包装不下，请加上轮次（round）分轮下载。',
  'round-not-open': (p: { round: string; state: string }) =>
    `监控任务${p.round}现为“${p.state}”，不能办理此操作，请联系绩效股。`,
  'round-locked': (p: { round: string; last: string }) =>
    `监控任务${p.round}的宽限期已于${p.last}结束，逾期未报的不能再送审，已暂存的内容保持不变；请由主管部门向绩效股申请延期，批准后再送审。`,
  'extension-too-wide': (p: { most: number }) => `一次延期最多涉及${p.most}份监控填报，请按项目分别申请。`,
  'extension-too-late': (p: { last: string }) =>
    `延期不能超过监控任务的截止办理日${p.last}，请改填更早的日期。`,
  'extension-not-later': (p: { due: string }) => `延期后的日期应晚于现在的截止日${p.due}，请改填更晚的日期。`,
  'extension-decided': (p: { state: string }) => `这项延期申请${p.state}，不能再次办理，请刷新后查看。`,
  'extension-needs-opinion': () => '不批准延期必须写明理由，请填写后再办理。',
  'close-needs-reason': (p: { unfinished: number }) =>
    `还有${p.unfinished}份监控填报没有办结，关闭监控任务必须写明原因，请填写后再关闭。`,
  'report-moving': () => '报告已核对，正在归档，通常不到一秒，请稍后刷新再操作。',
  'report-moved-on': () => '就在刚才，这份报告已由他人办理，本次操作未生效，请刷新后查看最新情况。',
  'report-being-checked': (p: { name: string }) =>
    `上一次上传的文件“${p.name}”正在检查，通常几秒钟，请稍后刷新，看到结果后再操作。`,
  'report-replacing-needs-reason': () =>
    '这份报告已有文件，重新上传会替换它（原文件继续保存），必须写明替换原因，请填写后再上传。',
  'report-checks-failed': (p: { count: number }) =>
    `有${p.count}处未通过报告校验，请按逐项提示处理后再上传，原有内容和文件保持不变。`,
  'report-file-refused': (p: { why: string }) => `${p.why}原有文件保持不变。`,
  'report-file-forgotten': () => '这个文件没有归档，临时保存期已过，系统只保留它的登记信息。',
  'archive-damaged': () =>
    '归档的文件与归档时登记的摘要不一致，可能已损坏或被替换，系统不再提供并已报警；登记信息完好，请联系系统管理员按运行手册恢复原文件。',
  'report-wrong-state': (p: { action: string; state: string }) =>
    `报告现为“${p.state}”，不能“${p.action}”；只有“已上传”的报告可以办理，请刷新后查看。`,
  'report-same-person': (p: { action: string }) =>
    `您上传过这份报告，按不相容岗位分离的要求不能再“${p.action}”，请由其他人员办理。`,
  'report-not-what-you-saw': () =>
    '您核对的文件与系统现存的文件不一致，本次操作未生效，请重新打开报告、核对后再办理。',
  'report-ticks-missing': () =>
    '公章、日期、签字三项都核对无误并勾选后才能通过；有一项不符的，请退回并写明理由。',
  'report-waived': (p: { reason: string }) => `绩效股已放行这份报告（理由：${p.reason}），不需要再次办理。`,
  'report-not-archived': () => '报告还没有归档，归档后才能调整保管期限或冻结。',
  'report-held-already': (p: { now: string }) =>
    `这份档案现在${p.now}冻结状态，不需要再次办理，请刷新后查看。`,
  'report-retention-shorter': (p: { until: string }) =>
    `保管期限只能延长，不能缩短；现在保管至${p.until}，请改填更晚的日期。`,
  'plan-contradicts': (p: { count: number }) =>
    `监控任务的安排有${p.count}处自相矛盾，系统未做任何改动，请按逐项提示修改后重新提交。`,
  'override-out-of-range': (p: { first: string; last: string; due: string }) =>
    `调整后的截止日应在${p.first}至${p.last}之间，并且不同于现在的截止日${p.due}，请改填日期。`,
  'extension-asked': (p: { dueOn: string }) =>
    `这里已有一项延期至${p.dueOn}的申请待批准，不能重复申请，请等待绩效股办理后再申请。`,
  'disposition-open': (p: { state: string }) =>
    `这份监控填报已有一项处置（${p.state}），办结或撤销后才能再提出，请先办理原有的处置。`,
  'disposition-not-there': (p: { action: string; state: string; allowed: string }) =>
    `这项处置现处于“${p.state}”，不能“${p.action}”；只有在“${p.allowed}”时可以办理，请刷新后查看。`,
  'disposition-due-past': (p: { today: string }) =>
    `处置期限不能早于今天（${p.today}），请改填今天或更晚的日期。`,
  'disposition-incomplete': (p: { count: number }) =>
    `处置反馈有${p.count}处缺少或不符，请按逐项提示补充后重新提交，系统未做任何改动。`,
  'wrong-record': (p: { wanted: string }) =>
    `这项处置的方式是“${p.wanted}”，反馈内容应按该方式填写，请核对后重新提交。`,
  'not-sent-yet': () => '这份监控填报还没有送审过，没有可以处置的数据，请先督促送审。',
  'targets-not-adjusted': (p: { version: number }) =>
    `调减预算必须同步调整绩效目标：现行目标仍为第${p.version}版，请先导入调整后的绩效目标，再办结这项处置。`,
  'nothing-suspended': () => '这项处置没有正在执行的暂停，无需解除，请核对后再办理。',
  'urged-lately': (p: { departments: readonly string[] }) =>
    `部门${p.departments.join('、')}一小时内已经催报过，请从名单中去掉后再催报。`,
  'delegation-not-held': () => '您没有这个审核岗位，不能委托他人代办，请核对岗位后重新提交。',
  'delegation-chained': () => '代办的岗位不能再转委托他人，请由岗位本人委托。',
  'delegation-days': (p: { today: string }) =>
    `代办的起始日不能早于今天（${p.today}），也不能晚于截止日，请改填日期。`,
  'delegation-to-oneself': () => '不能委托给本人，请选择其他人员。',
  'delegation-to-filler': (p: { name: string }) =>
    `${p.name}是这个岗位所审核填报的经办人，按不相容岗位分离的要求不能代办，请选择其他人员。`,
  'delegation-revoked': () => '这项代办已撤销，不需要再次办理，请刷新后查看。',
  'deputy-fills': () => '您是这份填报的经办人，按不相容岗位分离的要求不能代他人审核，请由其他人员办理。',
  'giver-acted': (p: { name: string }) =>
    `委托您代办的${p.name}已在其他环节经办过这份填报，按不相容岗位分离的要求不能由您代办，请由其他人员办理。`,
  'key-reused': () => '同一个操作编号（Idempotency-Key）已用于另一项内容，请换一个新的编号重新提交。',
  'invalid-key': () => '操作编号（Idempotency-Key）应为1至64个字母、数字、“-”或“_”，请更换后重新提交。',
  'too-busy': () => '系统正忙，本次操作未能完成，请稍后用同一操作编号重试，不会重复办理。',
} as const;

export type RefusalCode = keyof typeof sentences;

/** One thing to mend: `pointer` is a JSON pointer into the content, `rule` the id of the rule (V04 …) or `form`. */
export interface Issue {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
  /** Of a check: whether it blocks or asks for an answer, and where the answer is written. */
  readonly level?: string;
  readonly answerAt?: string;
}

export interface Refusal {
  readonly code: RefusalCode;
  /** Chinese: what is wrong, and what to do. */
  readonly detail: string;
  readonly issues: readonly Issue[];
}

type Parameters<C extends RefusalCode> = Parameters_<(typeof sentences)[C]>;
type Parameters_<F> = F extends (p: infer P) => string ? (unknown extends P ? [] : [P]) : never;

/** Makes a refusal of the catalogue; the type of its parameters comes from its sentence. */
export function refusal<C extends RefusalCode>(code: C, ...parameters: Parameters<C>): Refusal {
  return { code, detail: say(code, parameters), issues: [] };
}

/** A refusal that names each cell to mend. */
export function refusalWith(
  code:
    | 'plan-contradicts'
    | 'invalid-input'
    | 'checks-failed'
    | 'recheck-failed'
    | 'import-has-errors'
    | 'import-unconfirmed'
    | 'report-checks-failed'
    | 'disposition-incomplete',
  issues: readonly Issue[],
): Refusal {
  return { code, detail: sentences[code]({ count: issues.length }), issues };
}

/** Every code of the catalogue, for the tests and for the API's description; pure, so that a function that refuses nothing bundles no sentences. */
export const refusalCodes = /* @__PURE__ */ Object.keys(sentences) as RefusalCode[];

function say(code: RefusalCode, parameters: readonly unknown[]): string {
  const sentence: (...p: readonly never[]) => string = sentences[code];
  return sentence(...(parameters as readonly never[]));
}
