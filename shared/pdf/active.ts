/**
 * What would act by itself, or is carried inside: found by looking at each pair of each dictionary of each revision, so that it matters
 * neither how a name is written nor where the dictionary hides nor whether anybody refers to it. Links into the web are left alone,
 * and so are views to open with, which scanners write, and fields for signatures, which e-seals need.
 */
import type { PdfDocument } from './document.ts';
import { type Dictionary, dictionaryOf, listOf, Name, nameOf, Reference, type Value } from './value.ts';

/** Each kind with the word that a clerk reads. */
export const activeWords = {
  script: '脚本',
  launch: '启动程序',
  'embedded-file': '嵌入文件',
  'automatic-action': '自动动作',
  'dynamic-form': '动态表单',
  'form-sending': '表单提交',
  'other-file': '外部文件链接',
  media: '音视频或三维内容',
  foreign: '夹带的其他数据',
} as const;

export type ActiveKind = keyof typeof activeWords;
type Kinds = Readonly<Record<string, ActiveKind>>;

const byKey: Kinds = {
  JS: 'script',
  JavaScript: 'script',
  AA: 'automatic-action',
  EmbeddedFile: 'embedded-file',
  EmbeddedFiles: 'embedded-file',
  EF: 'embedded-file',
  Collection: 'embedded-file',
  XFA: 'dynamic-form',
  RichMediaContent: 'media',
  RichMediaSettings: 'media',
};

/** What an action does, what an annotation is, what an object calls itself: the words never mean anything else. */
const byWord: Kinds = {
  JavaScript: 'script',
  PS: 'script',
  Launch: 'launch',
  SubmitForm: 'form-sending',
  ImportData: 'form-sending',
  GoToR: 'other-file',
  GoToE: 'other-file',
  EmbeddedFile: 'embedded-file',
  FileAttachment: 'embedded-file',
  Rendition: 'media',
  MediaClip: 'media',
  Movie: 'media',
  Sound: 'media',
  Screen: 'media',
  RichMedia: 'media',
  RichMediaExecute: 'media',
  '3D': 'media',
  GoTo3DView: 'media',
};

const wordKeys = new Set(['S', 'Subtype', 'Type']);
const [mostOpenQuestions, longestChain] = [1_000, 8];

export class ActiveContent {
  signatureFields = false;
  readonly #found = new Set<ActiveKind>();
  /** What is referred to can be told only when all objects are known. */
  readonly #questions: { readonly key: string; readonly kind: ActiveKind; readonly value: Value }[] = [];

  add(kind: ActiveKind): void {
    this.#found.add(kind);
  }

  /** In the order of the words above. */
  get found(): readonly ActiveKind[] {
    return (Object.keys(activeWords) as ActiveKind[]).filter((kind) => this.#found.has(kind));
  }

  readonly seePair = (key: string, value: Value): void => {
    if (wordKeys.has(key)) this.seeWord(value);
    if (key === 'FT' && nameOf(value) === 'Sig') this.signatureFields = true;
    const kind = key === 'OpenAction' ? 'automatic-action' : own(byKey, key);
    if (kind === undefined || this.#found.has(kind)) return;
    if (this.#questions.length === mostOpenQuestions) this.add(kind);
    else this.#questions.push({ key, kind, value });
  };

  /** A name that stands for itself, as the value of a pair or as an object that a pair may refer to. */
  seeWord(value: Value): void {
    const kind = value instanceof Name ? own(byWord, value.text) : undefined;
    if (kind !== undefined) this.add(kind);
  }

  settle(document: PdfDocument): void {
    for (const { key, kind, value } of this.#questions) if (isAnswered(key, value, document)) this.add(kind);
  }
}

function own(kinds: Kinds, text: string): ActiveKind | undefined {
  return Object.hasOwn(kinds, text) ? kinds[text] : undefined;
}

function isAnswered(key: string, value: Value, document: PdfDocument): boolean {
  const resolved = document.resolve(value);
  if (resolved === null) return false;
  if (key === 'OpenAction') return acts(resolved, document);
  if (key === 'AA') return (dictionaryOf(resolved)?.size ?? 0) > 0 && !isFont(value, resolved);
  return !isFont(value, resolved);
}

/** A font may be called `/JS` among the fonts of a page. */
function isFont(value: Value, resolved: Value): boolean {
  return value instanceof Reference && resolved instanceof Map && nameOf(resolved.get('Type')) === 'Font';
}

/** Not so a view, whether named, described, or gone to by an action with nothing but views behind it. */
function acts(value: Value, document: PdfDocument, chain = 0): boolean {
  const action = value instanceof Map ? (value as Dictionary) : null;
  if (action === null) return false;
  const does = nameOf(document.resolve(action.get('S')));
  if (does !== null && does !== 'GoTo') return true;
  const next = listOf(document.resolve(action.get('Next')));
  return (
    next.length > 0 &&
    (chain === longestChain || next.some((one) => acts(document.resolve(one), document, chain + 1)))
  );
}
