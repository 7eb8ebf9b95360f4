/**
 * Evidence of a filing (佐证附件, V32): who may attach a file and until when, how large it may be, and what it is. That is told by its
 * first bytes and never by its name or by what the sender says, because people rename.
 */
import { fillerPost, holds } from './authority.ts';
import { type Member, roleNames } from './directory.ts';
import { mostFileBytes, mostFileText } from './file-limits.ts';
import { actedAtAnother, acts, type FilingHead, type Stage, stageNames } from './filing.ts';
import type { FileFacts } from './ground.ts';
import { type Refusal, refusal } from './refusal.ts';

export const fileTypes = ['pdf', 'png', 'jpg'] as const satisfies readonly FileFacts['type'][];
export type FileType = (typeof fileTypes)[number];

/** Files kept for one filing: more than a form refers to, because what is no longer referred to stays kept. */
export const mostKept = 60;

/** How many of a file's first bytes tell its type. */
export const tellingBytes = 8;

const signatures: readonly (readonly [FileType, readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpg', [0xff, 0xd8, 0xff]],
];

/** The type by the file's first bytes; null where it is none of those that are taken. */
export function fileTypeOf(start: Uint8Array): FileType | null {
  const known = signatures.find(([, signature]) => signature.every((byte, at) => start[at] === byte));
  return known?.[0] ?? null;
}

/** Why a file of this size is not taken; null when it may come. */
export function whyNotThisSize(bytes: number): Refusal | null {
  if (bytes === 0) return refusal('empty-file');
  return bytes > mostFileBytes ? refusal('file-too-large', { most: mostFileText }) : null;
}

/** Why a file is not kept, as the server found it. */
export function whyNotTaken({ bytes, type }: Pick<FileFacts, 'bytes' | 'type'>): Refusal | null {
  return whyNotThisSize(bytes) ?? (type === null ? refusal('wrong-file-type') : null);
}

/** The name to give a file back under: a photo that somebody called `.pdf` is opened as the photo that it is. */
export function downloadName({ name, type }: { readonly name: string; readonly type: FileType }): string {
  return endings[type].test(name) ? name : `${name}.${type}`;
}

const endings: Readonly<Record<FileType, RegExp>> = { pdf: /\.pdf$/i, png: /\.png$/i, jpg: /\.jpe?g$/i };

/** Why a filing with so many kept files gets no further one. */
export function whyNoRoom(kept: number): Refusal | null {
  return kept >= mostKept ? refusal('too-many-files', { most: mostKept }) : null;
}

/** Evidence belongs to what is filled in, so it is the filler who attaches it, and nobody who has reviewed this filing. */
export function whyNotHisToAttach(member: Member, head: FilingHead): Refusal | null {
  const post = fillerPost(head);
  if (!holds(member, post))
    return refusal('not-yours', { action, who: `${roleNames[post.role]}（${post.at}）` });
  return actedAtAnother(head, 'fill', member.id) ? refusal('same-person', { action }) : null;
}

/** It is attached as long as the filing may be saved. */
export function whyNotAttachableNow(head: FilingHead): Refusal | null {
  const from: readonly Stage[] = acts.save.from;
  if (from.includes(head.stage)) return null;
  if (head.stage === 'in-transit') return refusal('in-transit');
  const allowed = from.map((stage) => stageNames[stage]).join('”或“');
  return refusal('wrong-stage', { action, stage: stageNames[head.stage], allowed });
}

const action = '上传附件';
