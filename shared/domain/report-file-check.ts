/** Whether the file of a report is a plain PDF (V38), and of each that is not what is wrong with it and what to do. */
import { mostFileBytes, mostFileText, mostReportPages } from './file-limits.ts';
import { block, type Finding } from './finding.ts';

const asPlain = '请打印为普通PDF或重新扫描后上传。';

/** What keeps a file from being read to its pages: damage first, then what costs more than any report does. */
const fileTroubles = {
  'no-catalogue': '已损坏，找不到文件目录，一般阅读软件也打不开，请重新导出或扫描后上传。',
  'broken-tree': '已损坏，页面目录前后矛盾，翻不到各页，请重新导出或扫描后上传。',
  cut: '不完整，结尾缺失，通常是复制或传输中断，请确认原文件能完整打开后重新上传，或重新扫描。',
  closed: `有一部分解不开（数据损坏，或用了少见的压缩方式），系统无法检查，${asPlain}`,
  objects: `包含的对象异常多，不像一份报告，系统已停止检查，${asPlain}`,
  depth: `内部结构嵌套过深，不像一份报告，系统已停止检查，${asPlain}`,
  values: `有的对象异常庞大，不像一份报告，系统已停止检查，${asPlain}`,
  inflated: `解压后异常庞大，不像一份报告，系统已停止检查，${asPlain}`,
  filters: `内容被反复压缩了多层，不像一份报告，系统已停止检查，${asPlain}`,
  pixels: '有图片过大，请把扫描分辨率降到300dpi，重新扫描后上传。',
  steps: `结构异常复杂，检查所需工作量过大，系统已停止检查，${asPlain}`,
  time: `结构异常复杂，在限定时间内没有检查完，${asPlain}`,
} as const;
export type FileTrouble = keyof typeof fileTroubles;

/** An uploaded report as the server saw it. */
export interface ReportFile {
  /** `%PDF-` at byte 0. */
  readonly startsWithPdf: boolean;
  /** Why its structure could not be followed to the pages; of an encrypted file nobody can tell. */
  readonly trouble: FileTrouble | null;
  readonly pages: number;
  readonly bytes: number;
  readonly encrypted: boolean;
  /** Chinese: what would act by itself or is carried inside (脚本, 启动程序, 嵌入文件); signature fields are none of it. */
  readonly active: readonly string[];
}

/** One finding at a time: what is no PDF has no pages, and what is locked cannot be looked into (V38). */
export function checkReportFile(file: ReportFile): readonly Finding[] {
  const wrong = whatIsWrong(file);
  return wrong === null ? [] : [block('/file', 'V38', `报告文件${wrong}`)];
}

function whatIsWrong({ bytes, startsWithPdf, encrypted, trouble, pages, active }: ReportFile): string | null {
  if (bytes === 0) return '是空文件，请重新扫描后上传。';
  if (bytes > mostFileBytes) return `大于${mostFileText}，请降低扫描分辨率后重新上传。`;
  if (!startsWithPdf) return '不是PDF（改扩展名无效），请导出或扫描为PDF后重新上传。';
  if (encrypted) return '设有密码或权限限制，请取消加密后重新上传。';
  if (trouble !== null) return fileTroubles[trouble];
  if (pages < 1) return '没有页面，请重新扫描后上传。';
  if (pages > mostReportPages) return `超过${mostReportPages}页，请只扫描报告本身后重新上传。`;
  return active.length === 0 ? null : `含有${active.join('、')}，请打印为普通PDF后重新上传。`;
}
