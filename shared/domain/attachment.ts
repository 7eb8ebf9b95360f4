/**
 * Evidence of a filing (佐证附件, V32): who may attach a file and until when, how large it may be, and what it is. That is told by its
 * first bytes and never by its name or by what the sender says, because people rename.
 */
import { fillerPost, holds } from './authority.ts';
import { type Member, roleNames } from './directory.ts';
import { actedAtAnother, acts, type FilingHead, type Stage, stageNames } from './filing.ts';
import type { FileFacts } from './ground.ts';
import { type Refusal, refusal } from './refusal.ts';

export type FileType = NonNullable<FileFacts['type']>;

/** Largest file in bytes: 20 MiB. */
export const mostBytes = 20 * 1024 * 1024;

/** Files kept for one filing: a form refers to at most 20, and a file that is no longer referred to stays kept. */
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
  return bytes > mostBytes ? refusal('file-too-large', { megabytes: mostBytes / 1024 / 1024 }) : null;
}

/** Why a file is not kept, as the server found it. */
export function whyNotTaken({ bytes, type }: Pick<FileFacts, 'bytes' | 'type'>): Refusal | null {
  return whyNotThisSize(bytes) ?? (type === null ? refusal('wrong-file-type') : null);
}

/** Why a filing with so many kept files gets no further one. */
export function whyNoRoom(kept: number): Refusal | null {
  return kept >= mostKept ? refusal('too-many-files', { most: mostKept }) : null;
}

/** Evidence belongs to what is filled in: it is attached by whoever may save the filing, as long as he may. */
export function whyNotAttaching(member: Member, head: FilingHead): Refusal | null {
  return whyNotHis(member, head) ?? whyNotNow(head);
}

/** Not the filler, or one who has reviewed this filing and so may not fill it. */
export function whyNotHis(member: Member, head: FilingHead): Refusal | null {
  const post = fillerPost(head);
  if (!holds(member, post))
    return refusal('not-yours', { action, who: `${roleNames[post.role]}（${post.at}）` });
  return actedAtAnother(head, 'fill', member.id) ? refusal('same-person', { action }) : null;
}

function whyNotNow(head: FilingHead): Refusal | null {
  const from: readonly Stage[] = acts.save.from;
  if (from.includes(head.stage)) return null;
  if (head.stage === 'in-transit') return refusal('in-transit');
  const allowed = from.map((stage) => stageNames[stage]).join('”或“');
  return refusal('wrong-stage', { action, stage: stageNames[head.stage], allowed });
}

const action = '上传附件';
