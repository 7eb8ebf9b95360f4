/**
 * Verifies what was given, each piece against all others. A chain finds by itself what was edited, removed, put in or moved; that its tail
 * was cut off, or that all of it was written anew, shows only beside a receipt, whose signature nobody can make afterwards.
 */
import canonicalize from 'canonicalize';
import { firstBreak, readBody } from './chain.ts';
import { fromBase64url } from './digest.ts';
import {
  type Chain,
  type Filing,
  type GivenFile,
  type Key,
  type Manifest,
  type Other,
  type Piece,
  recognise,
  type SignedReceipt,
} from './evidence.ts';
import { sayBreak, timeOf } from './words.ts';

/** `open`: neither proved nor disproved by what was given. */
export type Verdict = 'holds' | 'broken' | 'open';
export interface Finding {
  readonly file: string;
  readonly verdict: Verdict;
  /** What was found, for somebody who has never heard of a hash. */
  readonly sentence: string;
}

/** All that was given, and which receipts are really signed by the key. */
interface Around {
  readonly pieces: readonly Piece[];
  readonly key: Key | undefined;
  readonly proven: readonly SignedReceipt[];
}

export async function verify(given: readonly GivenFile[]): Promise<readonly Finding[]> {
  const pieces = await Promise.all(given.map(recognise));
  const key = pieces.find((piece): piece is Key => piece.kind === 'key');
  const receipts = pieces.filter((piece): piece is SignedReceipt => piece.kind === 'receipt');
  const signed = await Promise.all(receipts.map((receipt) => isSigned(receipt, key)));
  const around = { pieces, key, proven: receipts.filter((_, index) => signed[index]) };
  return (await Promise.all(pieces.map((piece) => check(piece, around)))).flat();
}

function check(piece: Piece, around: Around): Promise<readonly Finding[]> | readonly Finding[] {
  switch (piece.kind) {
    case 'key':
      return [aboutKey(piece)];
    case 'receipt':
      return [aboutReceipt(piece, around)];
    case 'chain':
      return aboutChain(piece, around);
    case 'filing':
      return aboutFiling(piece, around);
    case 'manifest':
      return aboutManifest(piece, around);
    case 'file':
      return [aboutFile(piece, around)];
  }
}

async function isSigned({ receipt, signature }: SignedReceipt, given: Key | undefined): Promise<boolean> {
  const value = fromBase64url(signature.value);
  const text = canonicalize(receipt);
  if (given === undefined || value === null || text === undefined || signature.key !== given.kid)
    return false;
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const { kty, crv, x, y } = given.key;
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, false, ['verify']);
  const bytes = new TextEncoder().encode(text);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, value, bytes);
}

function aboutKey({ name, key, kid }: Key): Finding {
  return key.kid === kid
    ? open(name, `验签公钥，指纹为 ${kid}。请与财政局公布的指纹核对，一致时以下回执的结论才可信。`)
    : broken(name, `公钥与其所载的编号不符（算得指纹 ${kid}），这把公钥不可信。`);
}

function aboutReceipt(piece: SignedReceipt, { key, proven }: Around): Finding {
  const { name, receipt, signature } = piece;
  if (key === undefined) return open(name, '缺少验签公钥，请把公钥文件（key.json）一并放入，才能核验签名。');
  if (signature.key !== key.kid)
    return broken(name, `回执由另一把钥匙（${signature.key}）签发，与所给公钥不符。`);
  if (!proven.includes(piece))
    return broken(name, '签名与内容不符：回执签发后被改动过，或不是财政局签发的。');
  const who = receipt.by === null ? '系统' : `${receipt.by.name}（${receipt.by.post}）`;
  const late = receipt.daysLate === null ? '' : `，${lateness(receipt.daysLate)}`;
  return holds(
    name,
    `签名有效：${who}于${timeOf(Date.parse(receipt.at))}对${receipt.document}作“${receipt.actName}”${late}，回执号${receipt.number}。`,
  );
}

const lateness = (days: number) => (days === 0 ? '按期' : `逾期${days}天`);

async function aboutChain(chain: Chain, around: Around): Promise<readonly Finding[]> {
  const { name, document, events } = chain;
  const found = await firstBreak(events);
  if (found !== null) return [broken(name, `${document}的事件链在${sayBreak(found)}`)];
  if (events.length === 0) return [broken(name, `${document}的事件链是空的。`)];
  const whole = holds(
    name,
    `${document}的事件链共${events.length}个事件，逐个相扣，没有改动、缺失、插入或调换。`,
  );
  return [whole, ...besideReceipts(chain, around), ...absentFiles(chain, around)];
}

function besideReceipts(chain: Chain, { proven }: Around): readonly Finding[] {
  const { name, document } = chain;
  const receipts = proven.filter(({ receipt }) => receipt.document === document);
  if (receipts.length === 0)
    return [open(name, `没有${document}的有效回执，无从判断链尾是否被截去、整条链是否被重写。`)];
  const against = receipts.flatMap((each) => againstReceipt(chain, each));
  return against.length > 0 ? against : [holds(name, `与${receipts.length}份有效回执一致。`)];
}

/** A signed receipt names an event that must still be there, and be the same. */
function againstReceipt({ name, document, noun, events }: Chain, { receipt }: SignedReceipt): Finding[] {
  const { seq, hash, number } = receipt;
  if (seq > events.length) {
    const last = `${document}的事件链止于第${events.length}个事件`;
    return [broken(name, `${last}，而回执${number}证明曾有第${seq}个事件：链尾被截去。`)];
  }
  if (events[seq - 1]?.hash === hash) return [];
  const where = `${document}的事件链第${seq}个事件与回执${number}所载不同`;
  return [broken(name, `${where}：整条链被重写过，或这条链属于另一份${noun}。`)];
}

/** The files that a chain says were archived should be there with these bytes; that they were not given proves nothing. */
function absentFiles({ name, document, files }: Chain, { pieces }: Around): readonly Finding[] {
  const absent = files.filter((sha256) => !pieces.some((piece) => piece.sha256 === sha256));
  return absent.map((sha256) => open(name, `所给文件中没有${document}归档的文件（SHA-256为${sha256}）。`));
}

function aboutFiling(piece: Filing, { pieces, proven }: Around): readonly Finding[] {
  const { name, filing, attempt, digest, computed } = piece;
  if (computed !== digest) return [broken(name, `${filing}的内容与其所载摘要不符，内容被改动过。`)];
  const chain = pieces.find((each): each is Chain => each.kind === 'chain' && each.document === filing);
  const receipts = proven.filter(({ receipt }) => receipt.document === filing && receipt.act === 'archived');
  if (chain === undefined && receipts.length === 0)
    return [
      open(name, `${filing}的内容与其所载摘要相符；没有事件链或归档回执，无从判断它是否就是归档的那一份。`),
    ];
  const sent = chain && submissionOf(chain, attempt);
  if (chain !== undefined && sent?.['digest'] !== digest)
    return [broken(name, `${filing}的内容不是事件链所记第${attempt}次送审的内容。`)];
  if (sent !== undefined && sent['evaluation'] !== piece.evaluation)
    return [broken(name, `${filing}的预警和校验结果与事件链所记第${attempt}次送审的不符，被改动过。`)];
  if (receipts.length > 0 && !receipts.some(({ receipt }) => receipt.digest === digest))
    return [broken(name, `${filing}的内容不是归档回执所载的内容。`)];
  return [holds(name, `${filing}第${attempt}次送审的内容与${chain ? '事件链' : '归档回执'}所载摘要相符。`)];
}

/** What the chain recorded when it was sent for the so-manieth time. */
function submissionOf({ events }: Chain, attempt: number): Readonly<Record<string, unknown>> | undefined {
  const facts = events.flatMap(({ body }) => readBody(body)?.fact ?? []);
  return facts.filter(({ type }) => type === 'submitted')[attempt - 1];
}

function aboutFile({ name, sha256 }: Other, around: Around): Finding {
  const [named] = /[0-9a-f]{64}/.exec(name) ?? [];
  if (named !== undefined && named !== sha256)
    return broken(name, '文件内容与其文件名所载的SHA-256不符，文件被改动过。');
  const where = whereNamed(sha256, around);
  if (where !== undefined) return holds(name, `文件与${where}所载的SHA-256一致。`);
  const report = reportChainBeside(name, around);
  if (report !== undefined)
    return broken(name, `${report.document}的事件链里没有归档过这个文件：文件被替换过。`);
  return named === undefined
    ? open(name, `没有哪一份填报、报告、回执提到这个文件（SHA-256为${sha256}）。`)
    : holds(name, '文件内容与其文件名所载的SHA-256一致。');
}

/** What else of that which was given speaks of a file with these bytes. */
function whereNamed(sha256: string, { pieces, proven }: Around): string | undefined {
  for (const piece of pieces) {
    if (piece.kind === 'filing' && piece.files.includes(sha256)) return `${piece.filing}的内容`;
    if (piece.kind === 'chain' && piece.files.includes(sha256)) return `${piece.document}的事件链`;
  }
  const receipt = proven.find((each) => each.receipt.digest === sha256)?.receipt;
  return receipt && `回执${receipt.number}`;
}

/** The chain of the report among whose files this one lies. */
function reportChainBeside(name: string, { pieces }: Around): Chain | undefined {
  const [, report] = /reports\/([\w-]+)\/files\//.exec(name) ?? [];
  return pieces.find((each): each is Chain => each.kind === 'chain' && each.document === report);
}

function aboutManifest({ name, manifest }: Manifest, { pieces }: Around): readonly Finding[] {
  const atPacking = manifest.entries.filter(({ holds: held }) => held === false).map(({ path }) => path);
  const compared = manifest.entries.map(({ path, sha256 }) => ({
    path,
    sha256,
    given: givenAs(pieces, path),
  }));
  const changed = compared.filter(({ given, sha256 }) => given !== undefined && given.sha256 !== sha256);
  const absent = compared.filter(({ given }) => given === undefined);
  const matched = compared.length - changed.length - absent.length;
  return [
    ...changed.map(({ path }) => broken(name, `清单中的“${path}”与所给文件不符，文件在打包后被改动过。`)),
    ...atPacking.map((path) => broken(name, `“${path}”在打包时就已与台账不符。`)),
    ...manifest.missing.map((path) => broken(name, `“${path}”在打包时档案库里没有找到。`)),
    ...(absent.length > 0 ? [open(name, `清单中有${absent.length}个文件这次没有给出。`)] : []),
    ...(matched > 0 ? [holds(name, `清单中的${matched}个文件与所给文件一致。`)] : []),
  ];
}

/** A file that was chosen by itself has lost its folders. */
function givenAs(pieces: readonly Piece[], path: string): Piece | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return (
    pieces.find(({ name }) => name === path || name.endsWith(`/${path}`)) ??
    pieces.find(({ name }) => name === base)
  );
}

const holds = (file: string, sentence: string): Finding => ({ file, verdict: 'holds', sentence });
const broken = (file: string, sentence: string): Finding => ({ file, verdict: 'broken', sentence });
const open = (file: string, sentence: string): Finding => ({ file, verdict: 'open', sentence });
