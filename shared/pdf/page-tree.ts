/**
 * The pages in their order. A tree that leads back into itself, names what is not there, or is deeper or larger than any report's, is
 * not walked to its end. What a page does not say itself it has from the branch above it.
 */
import type { PdfDocument } from './document.ts';
import { type Dictionary, dictionaryOf, listOf, nameOf, Reference, type Value } from './value.ts';
import { Exceeded } from './work.ts';

export type PageTree =
  | { readonly kind: 'pages'; readonly pages: readonly Dictionary[] }
  /** A branch that is not there, or leads back into itself. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'too-many' };

const inherited = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];

export function pageTree(document: PdfDocument): PageTree {
  const walk = new Walk(document);
  const root = document.catalogue?.get('Pages') ?? null;
  return walk.branch(root, new Map(), 0) ?? { kind: 'pages', pages: walk.pages };
}

class Walk {
  readonly pages: Dictionary[] = [];
  readonly #document: PdfDocument;
  readonly #seen = new Set<number>();

  constructor(document: PdfDocument) {
    this.#document = document;
  }

  /** Null when all went well. */
  branch(value: Value, above: Dictionary, depth: number): PageTree | null {
    const { limits } = this.#document.work;
    if (depth > limits.depth) throw new Exceeded('depth');
    const own = dictionaryOf(this.#document.resolve(value));
    if (own === null) return { kind: 'broken' };
    const node = withInherited(own, above);
    if (!isBranch(own)) {
      this.pages.push(node);
      return this.pages.length > limits.pages ? { kind: 'too-many' } : null;
    }
    return this.#isNew(value) ? this.#kids(node, depth) : { kind: 'broken' };
  }

  #isNew(branch: Value): boolean {
    if (!(branch instanceof Reference)) return true;
    if (this.#seen.has(branch.number)) return false;
    this.#seen.add(branch.number);
    return true;
  }

  #kids(node: Dictionary, depth: number): PageTree | null {
    for (const kid of listOf(this.#document.resolve(node.get('Kids')))) {
      const wrong = this.branch(kid, node, depth + 1);
      if (wrong !== null) return wrong;
    }
    return null;
  }
}

function isBranch(node: Dictionary): boolean {
  return node.has('Kids') && nameOf(node.get('Type')) !== 'Page';
}

function withInherited(node: Dictionary, above: Dictionary): Dictionary {
  const missing = inherited.filter((key) => !node.has(key) && above.has(key));
  return missing.length === 0
    ? node
    : new Map([...node, ...missing.map((key): [string, Value] => [key, above.get(key) ?? null])]);
}
