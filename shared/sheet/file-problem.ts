/**
 * Why a file is not taken: a closed list, each way with the sentence a clerk reads, which names what is wrong and what to do.
 * Inside this folder a problem travels as `Refused`; outside it is a value.
 */

const sentences = {
  empty: () => '文件是空的，请选择填好内容的文件后重新上传。',
  xls: () => '这是旧版表格（.xls），请用WPS或Excel打开，另存为“.xlsx”后重新上传。',
  encrypted: () => '文件设有打开密码，系统不能读取，请取消密码、另存后重新上传。',
  ods: () => '这是OpenDocument表格（.ods），请另存为“.xlsx”后重新上传。',
  xlsb: () => '这是二进制工作簿（.xlsb），请另存为“.xlsx”后重新上传。',
  macro: () => '文件带有宏（.xlsm），为安全起见不予接收，请另存为“.xlsx”后重新上传。',
  document: () => '这是文字或演示文稿，不是表格，请把表格另存为“.xlsx”后重新上传。',
  archive: () => '这是压缩包，不是表格，请解压后上传其中的“.xlsx”文件。',
  pdf: () => '这是PDF文件，不是表格，请上传“.xlsx”或“.csv”文件。',
  image: () => '这是图片，不是表格，请上传“.xlsx”或“.csv”文件。',
  html: () => '这是网页（HTML/XML）文件，只是名字像表格，请用WPS或Excel打开，另存为“.xlsx”后重新上传。',
  binary: () => '文件内容不是表格，也不是可识别编码的文字，请上传“.xlsx”或“.csv”文件。',
  damaged: () => '文件已损坏或没有传完整，请用WPS或Excel打开检查，另存为新的“.xlsx”后重新上传。',
  disguised: () =>
    '文件的内部结构前后不一致，为安全起见不予接收，请用WPS或Excel打开，另存为新的“.xlsx”后重新上传。',
  'too-large': (p: { megabytes: number }) =>
    `文件展开后超过${p.megabytes}MB，请删去图片和无关的工作表，或拆成几个文件后重新上传。`,
  'too-dense': (p: { ratio: number }) =>
    `文件的压缩比超过${p.ratio}倍，为安全起见不予接收，请把数据复制到新建的工作簿中另存后重新上传。`,
  'too-many-parts': (p: { limit: number }) =>
    `文件的组成部分超过${p.limit}个，请删去图片、批注和无关的工作表后重新上传。`,
  'too-many-sheets': (p: { limit: number }) =>
    `工作表超过${p.limit}个，请删去无关的工作表，或拆成几个文件后重新上传。`,
  'too-many-cells': (p: { sheet: string; limit: number }) =>
    `“${p.sheet}”有内容的区域超过${p.limit}个单元格，请删去无关的行列（包括远处误填的单元格），或拆成几个文件后重新上传。`,
  'too-wide': (p: { sheet: string; cell: string; limit: number }) =>
    `“${p.sheet}”的${p.cell}已超出第${p.limit}列，请删去右侧无关的列后重新上传。`,
  'text-too-long': (p: { where: string; limit: number }) =>
    `${p.where}超过${p.limit}个字符，请缩短后重新上传。`,
  'external-link': () =>
    '文件引用了其他工作簿或外部数据，系统不能核对其内容，请把引用粘贴为数值并断开链接后重新上传。',
  dtd: () => '文件中含有DTD或实体定义，为安全起见不予接收，请用WPS或Excel另存为新的“.xlsx”后重新上传。',
  formula: (p: { sheet: string; cells: readonly string[]; count: number }) =>
    `“${p.sheet}”的${p.cells.join('、')}${p.count > p.cells.length ? `等${p.count}个单元格` : ''}是公式，请把公式粘贴为数值后重新上传。`,
  'error-value': (p: { sheet: string; cell: string; value: string }) =>
    `“${p.sheet}”的${p.cell}是错误值${p.value}，请改正后重新上传。`,
  'long-number': (p: { sheet: string; cell: string }) =>
    `“${p.sheet}”的${p.cell}是超过15位的数字，末尾的数字可能已被表格软件抹去，请把单元格设为文本格式、重新填写后上传。`,
  'scaled-number': (p: { sheet: string; cell: string }) =>
    `“${p.sheet}”的${p.cell}按千或万缩小显示，看到的数与存下的数不同，请把单元格设为常规格式、核对后重新上传。`,
  'unterminated-quote': (p: { line: number }) =>
    `第${p.line}行开始的引号没有结束，请补上引号，或另存为“.xlsx”后重新上传。`,
  'stray-quote': (p: { line: number }) =>
    `第${p.line}行的引号后面还有多余的内容，请检查引号，或另存为“.xlsx”后重新上传。`,
} as const;

export type FileProblemKind = keyof typeof sentences;

/** The kinds whose sentence is always the same. */
export type PlainProblemKind = {
  [K in FileProblemKind]: Parameters<(typeof sentences)[K]> extends [] ? K : never;
}[FileProblemKind];

export interface FileProblem {
  readonly kind: FileProblemKind;
  /** Chinese: what is wrong, and what to do. */
  readonly detail: string;
  /** The first cell concerned, like `B3`. */
  readonly at?: { readonly sheet: string; readonly cell: string };
}

/** Thrown inside this folder only; `readTables` gives its problem as a value. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

type Parameters_<K extends FileProblemKind> = Parameters<(typeof sentences)[K]>;

/** Makes a problem of the list; the type of its parameters comes from its sentence. */
export function refused<K extends FileProblemKind>(kind: K, ...parameters: Parameters_<K>): Refused {
  const sentence: (...p: readonly never[]) => string = sentences[kind];
  return new Refused({ kind, detail: sentence(...(parameters as readonly never[])) });
}

/** The same, at a cell. */
export function refusedAt<K extends FileProblemKind>(
  at: { readonly sheet: string; readonly cell: string },
  kind: K,
  ...parameters: Parameters_<K>
): Refused {
  return new Refused({ ...refused(kind, ...parameters).problem, at });
}

/** Every kind, for the tests. */
export const fileProblemKinds = Object.keys(sentences) as FileProblemKind[];
