/**
 * The small parts of a workbook that say how to read the large ones: which sheets there are and where, what number forms the cell
 * styles have, and from which year days count.
 */
import { builtInForm, formOf, type NumberForm } from './cell-text.ts';
import { refused } from './file-problem.ts';
import { piecesOf } from './inflate.ts';
import type { Limits } from './table.ts';
import { attributesOf, readXml, type XmlSink } from './xml.ts';
import type { ZipDirectory, ZipEntry } from './zip-directory.ts';

export interface SheetPart {
  readonly name: string;
  readonly part: ZipEntry;
}

export interface WorkbookPlan {
  /** The sheets that can be seen, in order: what a clerk cannot see is not read. */
  readonly sheets: readonly SheetPart[];
  readonly strings: ZipEntry | undefined;
  /** By the number of the cell style. */
  readonly forms: readonly NumberForm[];
  readonly since1904: boolean;
  /** The parts that belong to the plan; whoever reads them has judged them. */
  readonly parts: ReadonlySet<string>;
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

const workbookName = 'xl/workbook.xml';
const relationsName = 'xl/_rels/workbook.xml.rels';
const mostStyles = 65_536;

/** Reads the plan; throws the problem of the first part that is not as it must be. */
export async function workbookPlan(directory: ZipDirectory, limits: Limits): Promise<WorkbookPlan> {
  const relations = await readRelations(part(directory, relationsName), limits);
  const listed = await readWorkbook(part(directory, workbookName));
  if (listed.sheets.length > limits.sheets) throw refused('too-many-sheets', { limit: limits.sheets });
  const sheets = listed.sheets.flatMap(({ name, relation, hidden }) => {
    const { type, target } = relations.get(relation) ?? unknownSheet();
    return hidden || type !== 'worksheet' ? [] : [{ name, part: part(directory, target) }];
  });
  const styles = theOnly(directory, relations, 'styles');
  const strings = theOnly(directory, relations, 'sharedStrings');
  const taken = [styles, strings, ...sheets.map((sheet) => sheet.part)].flatMap((entry) => entry?.name ?? []);
  // A large part that is named often would be read often.
  if (new Set(taken).size < taken.length) throw refused('disguised');
  return {
    sheets,
    strings,
    forms: styles === undefined ? [] : await readForms(styles),
    since1904: listed.since1904,
    parts: new Set([workbookName, relationsName, ...taken]),
  };
}

function part(directory: ZipDirectory, name: string): ZipEntry {
  const entry = directory.get(name);
  if (entry === undefined) throw refused('damaged');
  return entry;
}

function unknownSheet(): never {
  throw refused('damaged');
}

function theOnly(directory: ZipDirectory, relations: ReadonlyMap<string, Relation>, wanted: string) {
  const found = [...relations.values()].find(({ type }) => type === wanted);
  return found === undefined ? undefined : part(directory, found.target);
}

async function readRelations(entry: ZipEntry, limits: Limits): Promise<ReadonlyMap<string, Relation>> {
  const relations = new Map<string, Relation>();
  await readXml(piecesOf(entry), {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const found = attributesOf(attributes);
      const type = (found.get('Type') ?? '').split('/').at(-1) ?? '';
      if (type === 'externalLink' || type === 'connections') throw refused('external-link');
      if (type === 'vbaProject') throw refused('macro');
      relations.set(found.get('Id') ?? '', { type, target: placeOf(found.get('Target') ?? '') });
      if (relations.size > limits.parts) throw refused('too-many-parts', { limit: limits.parts });
    },
  });
  return relations;
}

/** A target is told from the folder `xl`, or from the top with a leading slash. */
function placeOf(target: string): string {
  const path: string[] = target.startsWith('/') ? [] : ['xl'];
  for (const step of target.toLowerCase().split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}

async function readWorkbook(entry: ZipEntry) {
  const sheets: { name: string; relation: string; hidden: boolean }[] = [];
  let since1904 = false;
  await readXml(piecesOf(entry), {
    open(name, attributes) {
      if (name !== 'sheet' && name !== 'workbookPr') return;
      const found = attributesOf(attributes);
      if (name === 'workbookPr') since1904 = ['1', 'true'].includes(found.get('date1904') ?? '');
      else
        sheets.push({
          name: found.get('name') ?? '',
          relation: found.get('id') ?? '',
          hidden: (found.get('state') ?? 'visible') !== 'visible',
        });
    },
  });
  return { sheets, since1904 };
}

async function readForms(entry: ZipEntry): Promise<readonly NumberForm[]> {
  const codes = new Map<number, NumberForm>();
  const forms: NumberForm[] = [];
  let inCellStyles = false;
  const sink: XmlSink = {
    open(name, attributes) {
      if (name === 'cellXfs') inCellStyles = true;
      if (name !== 'numFmt' && !(name === 'xf' && inCellStyles)) return;
      const found = attributesOf(attributes);
      const id = Number(found.get('numFmtId') ?? '0');
      if (name === 'numFmt') codes.set(id, formOf(found.get('formatCode') ?? ''));
      else forms.push(codes.get(id) ?? builtInForm(id));
      if (forms.length + codes.size > mostStyles) throw refused('damaged');
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  };
  await readXml(piecesOf(entry), sink);
  return forms;
}
