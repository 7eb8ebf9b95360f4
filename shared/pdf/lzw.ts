/** LZW as old programs wrote it: codes of 9 to 12 bits, which by default grow one code early. */
import { Exceeded, type Work } from './work.ts';

const [clear, finish, first, most] = [256, 257, 258, 4096];

/** Null when the codes make no sense. */
export function unpackedLzw(packed: Uint8Array, early: number, work: Work): Uint8Array | null {
  return new Unpacking(early, work).unpack(packed);
}

class Unpacking {
  readonly #early: number;
  readonly #work: Work;
  readonly #room: number;
  /** A code is another code and one byte more. */
  readonly #prefix = new Uint16Array(most);
  readonly #suffix = new Uint8Array(most);
  readonly #lengths = new Uint16Array(most);
  #next = first;
  #width = 9;
  #previous = -1;
  #out = new Uint8Array(4_096);
  #length = 0;

  constructor(early: number, work: Work) {
    this.#early = early;
    this.#work = work;
    this.#room = work.room;
    for (let code = 0; code < clear; code += 1) this.#suffix[code] = code;
    this.#lengths.fill(1, 0, clear);
  }

  unpack(packed: Uint8Array): Uint8Array | null {
    let [held, bits] = [0, 0];
    for (const byte of packed) {
      held = ((held << 8) | byte) & 0xffffff;
      bits += 8;
      if (bits < this.#width) continue;
      bits -= this.#width;
      const code = (held >> bits) & ((1 << this.#width) - 1);
      if (code === finish) break;
      if (!this.#take(code)) return null;
    }
    return this.#out.subarray(0, this.#length);
  }

  #take(code: number): boolean {
    if (code === clear) {
      [this.#next, this.#width, this.#previous] = [first, 9, -1];
      return true;
    }
    const isNew = code === this.#next;
    if (code > this.#next || (isNew && this.#previous < 0)) return false;
    const head = this.#write(isNew ? this.#previous : code, isNew);
    if (this.#previous >= 0) this.#learn(head);
    this.#previous = code;
    return true;
  }

  #learn(head: number): void {
    if (this.#next === most) return;
    this.#prefix[this.#next] = this.#previous;
    this.#suffix[this.#next] = head;
    this.#lengths[this.#next] = (this.#lengths[this.#previous] ?? 0) + 1;
    this.#next += 1;
    if (this.#next + this.#early >= 1 << this.#width && this.#width < 12) this.#width += 1;
  }

  /** Writes a code's bytes from the last to the first, and of a new one the first again; answers the first. */
  #write(from: number, isNew: boolean): number {
    const size = this.#lengths[from] ?? 0;
    this.#makeRoom(size + 1);
    let code = from;
    for (let at = this.#length + size - 1; at > this.#length; at -= 1) {
      this.#out[at] = this.#suffix[code] ?? 0;
      code = this.#prefix[code] ?? 0;
    }
    const head = this.#suffix[code] ?? 0;
    this.#out[this.#length] = head;
    this.#length += size;
    if (isNew) {
      this.#out[this.#length] = head;
      this.#length += 1;
    }
    return head;
  }

  #makeRoom(size: number): void {
    this.#work.spend(size);
    const least = this.#length + size;
    if (least > this.#room + 1) throw new Exceeded('inflated');
    if (least <= this.#out.length) return;
    const larger = new Uint8Array(Math.max(least, this.#out.length * 2));
    larger.set(this.#out);
    this.#out = larger;
  }
}
