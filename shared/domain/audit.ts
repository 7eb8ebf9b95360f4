/**
 * Verifying what the ledger holds (notice 3.3, quality R19): each chain link by link, and against the head that stands for it. A chain finds
 * by itself what was edited, removed, put in or moved; that its end was cut off or all of it written anew shows against the head, and
 * against the receipts that are out.
 */

/** A chain as it was read: whether each link bears its hash and names the one before it, and the hashes. */
export interface ReadChain {
  readonly intact: boolean;
  readonly hashes: readonly string[];
}

export const chainVerdicts = ['holds', 'broken', 'cut', 'rewritten'] as const;
export type ChainVerdict = (typeof chainVerdicts)[number];

/** The head may be a little older than the chain: that something has come since is no contradiction. */
export function verdictOn(
  { intact, hashes }: ReadChain,
  head: { readonly seq: number; readonly hash: string },
): ChainVerdict {
  if (!intact) return 'broken';
  if (hashes.length < head.seq) return 'cut';
  return hashes[head.seq - 1] === head.hash ? 'holds' : 'rewritten';
}

/** What it means, for somebody who has never heard of a hash. */
export function verdictWords(verdict: ChainVerdict, events: number, seq: number): string {
  switch (verdict) {
    case 'holds':
      return `共${events}个事件，逐个相扣，与现状一致。`;
    case 'broken':
      return '链中有事件被改动、删去、插入或调换，请下载事件链核验，找出第一个断开的事件。';
    case 'cut':
      return `现状记到第${seq}个事件，链上只有${events}个：链尾被截去，请对照回执查明。`;
    case 'rewritten':
      return `链上第${seq}个事件与现状所记的不同：整条链被重写过，或现状被改动，请对照回执查明。`;
  }
}
