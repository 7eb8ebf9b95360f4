/**
 * The sheet 校验 of a form: which filing, which version, and a seal over them and over every cell that is not to be changed. The server
 * makes the seal anew from the ledger, so that a form of another filing, an older one, or one with altered targets is found out.
 */
import { parseFilingId } from '../contract/field.ts';
import { cellName, type Table } from '../sheet/table.ts';
import { tidy } from './form-cell.ts';
import { formLayoutVersion, formSheet, type PlacedCell } from './form-layout.ts';

export const stampSheet = '校验';

export interface Stamp {
  readonly filing: string;
  readonly version: string;
  readonly targetVersion: string;
  readonly layout: string;
  /** SHA-256, hexadecimal. */
  readonly seal: string;
  /** Names of cells that would be entries, had the bureau not imported them; sealed like all that is given. */
  readonly imported: string;
}

/** What a stamp is made of: the present of a filing. `hash` is that of its last event. */
export interface Sealable {
  readonly filing: string;
  readonly version: number;
  readonly hash: string;
  readonly targetVersion: number;
}

/** SHA-256 of a text, hexadecimal. */
export type Digest = (text: string) => string;

const labels = {
  filing: '填报编号',
  version: '填报版本',
  targetVersion: '绩效目标版本',
  layout: '表样版本',
  seal: '校验码',
  imported: '财政导入的单元格',
} as const satisfies Record<keyof Stamp, string>;

export function stampOf(of: Sealable, cells: readonly PlacedCell[], digest: Digest): Stamp {
  const { filing } = of;
  const imported = importedNames(cells);
  const seal = sealOf(of, givenCells(cells, imported), (cell) => cell.text, digest);
  return { filing, ...versionsOf(of), layout: formLayoutVersion, seal, imported };
}

export function stampRows(stamp: Stamp): readonly (readonly [string, string])[] {
  return stampKeys.map((key) => [labels[key], stamp[key]]);
}

const stampKeys = ['filing', 'version', 'targetVersion', 'layout', 'seal', 'imported'] as const;

/** Why a workbook is not the present form of this filing, in the words of a refusal; null where it is. */
export function whyForeign(
  tables: readonly Table[],
  of: Sealable,
  cells: readonly PlacedCell[],
  digest: Digest,
): string | null {
  const table = tables.find(({ name }) => name === formSheet);
  const stamp = readStamp(tables.find(({ name }) => name === stampSheet));
  if (table === undefined || stamp === undefined)
    return `这不是从本系统下载的监控表（缺少工作表“${formSheet}”或“${stampSheet}”），请重新下载后填写。`;
  if (stamp.layout !== formLayoutVersion) return '这份监控表的表样已经更新，请重新下载后填写。';
  return (
    whyOther(stamp.filing, of.filing) ?? whyOld(stamp, of) ?? whyAltered(stamp, of, table, cells, digest)
  );
}

/** The first part of the id in which the two differ says whose form it is. */
function whyOther(given: string, wanted: string): string | null {
  if (given === wanted) return null;
  const [theirs, ours] = [parseFilingId(given), parseFilingId(wanted)];
  const what =
    theirs === undefined || ours === undefined
      ? '另一份填报'
      : theirs.region !== ours.region
        ? `另一个县（行政区划${theirs.region}）`
        : theirs.round.slice(0, 4) !== ours.round.slice(0, 4)
          ? `另一个年度（${theirs.round.slice(0, 4)}年）`
          : theirs.round !== ours.round
            ? `另一轮监控（${theirs.round}）`
            : `另一个监控对象（${theirs.subject}）`;
  return `这份监控表属于${what}，不是这里要填的（${wanted}），请核对后上传对应的文件。`;
}

function whyOld(stamp: Stamp, of: Sealable): string | null {
  const now = versionsOf(of);
  if (stamp.version !== now.version)
    return `这份监控表是按第${stamp.version}版内容下载的，现在是第${now.version}版，请重新下载，把改动填到新表中再上传。`;
  if (stamp.targetVersion !== now.targetVersion)
    return `这份监控表依据第${stamp.targetVersion}版绩效目标，现行为第${now.targetVersion}版，请重新下载后填写。`;
  return null;
}

function versionsOf({ version, targetVersion }: Sealable): Pick<Stamp, 'version' | 'targetVersion'> {
  return { version: String(version), targetVersion: String(targetVersion) };
}

function whyAltered(
  stamp: Stamp,
  of: Sealable,
  table: Table,
  cells: readonly PlacedCell[],
  digest: Digest,
): string | null {
  const altered = alteredCells(table, cells);
  if (stamp.seal === stampOf(of, cells, digest).seal) {
    if (altered.length === 0) return null;
    return `工作表“${formSheet}”中不能改动的单元格被改动或移动了位置：${listed(altered)}。请重新下载，只填写淡黄色单元格，不要增删行列。`;
  }
  const sealed = givenCells(cells, stamp.imported);
  const isWhole = stamp.seal === sealOf(of, sealed, (cell) => textAt(table, cell.row, cell.column), digest);
  return isWhole
    ? `表中由系统带出的内容在下载以后已经更新${altered.length === 0 ? '' : `（${listed(altered)}）`}，请重新下载后填写。`
    : `工作表“${stampSheet}”的校验码与内容不符，文件被改动过，请重新下载后填写。`;
}

/** Names of cells that do not say what they were given to say. */
function alteredCells(table: Table, cells: readonly PlacedCell[]): readonly string[] {
  return cells
    .filter((cell) => cell.role !== 'entry' && textAt(table, cell.row, cell.column) !== cell.text)
    .map((cell) => cellName(cell.row, cell.column));
}

const listedAtMost = 5;

function listed(names: readonly string[]): string {
  const rest = names.length > listedAtMost ? `等${names.length}处` : '';
  return names.slice(0, listedAtMost).join('、') + rest;
}

/** The tidy text of a cell of a table; row and column are counted from 1. */
export function textAt(table: Table, row: number, column: number): string {
  return tidy(table.rows[row - table.firstRow]?.[column - 1] ?? '');
}

function importedNames(cells: readonly PlacedCell[]): string {
  const imported = cells.filter(({ role, cell }) => role === 'given' && cell !== undefined);
  return imported.map(({ row, column }) => cellName(row, column)).join('、');
}

/** What no entry can stand in, and what was imported when the form was made. */
function givenCells(cells: readonly PlacedCell[], imported: string): readonly PlacedCell[] {
  const names = new Set(imported.split('、'));
  return cells.filter(({ row, column, cell }) => cell === undefined || names.has(cellName(row, column)));
}

function sealOf(
  { filing, version, hash, targetVersion }: Sealable,
  given: readonly PlacedCell[],
  textOf: (cell: PlacedCell) => string,
  digest: Digest,
): string {
  const texts = given.map((cell) => [cell.row, cell.column, textOf(cell)]);
  return digest(JSON.stringify([formLayoutVersion, filing, version, hash, targetVersion, texts]));
}

function readStamp(table: Table | undefined): Stamp | undefined {
  const texts = new Map(table?.rows.map(([label = '', text = '']) => [label.trim(), text.trim()]));
  const [filing, version, targetVersion, layout, seal, imported = ''] = stampKeys.map((key) =>
    texts.get(labels[key]),
  );
  if (!(filing && version && targetVersion && layout && seal)) return undefined;
  return { filing, version, targetVersion, layout, seal, imported };
}
