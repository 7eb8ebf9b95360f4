/**
 * A PDF opened: its objects by number and its trailers. The table of contents is believed where the object lies that it names; where
 * it does not, the sweep through the file says where the object is, and when not even the catalogue is found, all of it comes from the
 * sweep. Somebody who watches is told of every pair of every dictionary of every revision.
 */
import { type CrossReference, crossReference, type Place, trailerAt } from './cross-reference.ts';
import { type Found, ObjectReader } from './object-reader.ts';
import { isObjectStream, type ObjectStream, openObjectStream } from './object-stream.ts';
import type { SeePair } from './parser.ts';
import { type Gap, sweep } from './sweep.ts';
import { countOf, type Dictionary, dictionaryOf, nameOf, Reference, Stream, type Value } from './value.ts';
import type { Work } from './work.ts';

/** Told what the file holds, whether anybody refers to it or not. */
export interface Watcher {
  readonly seePair: SeePair;
  /** An object of the file itself or of an object stream. */
  readonly seeValue: (value: Value, document: PdfDocument) => void;
  readonly seeGap: (gap: Gap) => void;
}

const longestTrail = 32;

export class PdfDocument {
  readonly work: Work;
  readonly #reader: ObjectReader;
  readonly #reference: CrossReference;
  #places: ReadonlyMap<number, Place>;
  /** Where the sweep found each object last, and each object at all. */
  readonly #swept = new Map<number, number>();
  readonly #seenAt = new Set<number>();
  readonly #containersAt: number[] = [];
  readonly #sweptTrailers: Dictionary[] = [];
  /** By where they lie: unpacked once, however often they are asked. */
  readonly #containers = new Map<number, ObjectStream | null>();
  #cut = false;
  #repaired = false;

  constructor(bytes: Uint8Array, work: Work, watcher?: Watcher) {
    this.work = work;
    this.#reader = new ObjectReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), work);
    this.#reference = crossReference(this.#reader);
    this.#places = this.#reference.places;
    this.#sweep(false, watcher);
    if (!this.#hasPages()) this.#repair(watcher);
    this.#seeTheRest(watcher);
  }

  /** A stream has no end: something is missing behind it. */
  get cut(): boolean {
    return this.#cut;
  }

  /** An object stream could not be unpacked: nobody knows what is in it. */
  get closed(): boolean {
    return [...this.#containers.values()].includes(null);
  }

  get repaired(): boolean {
    return this.#repaired;
  }

  get encrypted(): boolean {
    return this.#trailers().some((trailer) => (trailer.get('Encrypt') ?? null) !== null);
  }

  get catalogue(): Dictionary | null {
    const roots = this.#trailers().map((trailer) => dictionaryOf(this.resolve(trailer.get('Root'))));
    return roots.find((root) => root?.has('Pages')) ?? (this.#repaired ? this.#sweptCatalogue() : null);
  }

  /** The value itself in place of a reference to it; a reference to nothing is null. */
  readonly resolve = (value: Value | undefined): Value => {
    let resolved = value ?? null;
    for (let step = 0; resolved instanceof Reference; step += 1) {
      if (step === longestTrail) return null;
      resolved = this.#object(resolved.number);
    }
    return resolved;
  };

  #trailers(): readonly Dictionary[] {
    return [...this.#reference.trailers, ...this.#sweptTrailers.toReversed()];
  }

  #object(number: number): Value {
    this.work.spend(16);
    const place = this.#places.get(number);
    if (place === undefined || place === 'free') return null;
    if ('container' in place) return this.#containerOf(place.container)?.value(number) ?? null;
    return this.#found(number, place.at)?.value ?? null;
  }

  #found(number: number, at: number): Found | null {
    const header = this.#headerOf(number, at);
    return header === null ? null : this.#reader.read(header, this.#lengthOf);
  }

  #headerOf(number: number, at: number) {
    const header = this.#reader.headerAt(at);
    if (header?.number === number) return header;
    const swept = this.#swept.get(number);
    return swept === undefined ? null : this.#reader.headerAt(swept);
  }

  #containerOf(number: number): ObjectStream | null {
    const place = this.#places.get(number);
    if (place === undefined || place === 'free' || 'container' in place) return null;
    const at = this.#headerOf(number, place.at)?.at;
    return at === undefined ? null : this.#containerAt(at);
  }

  #containerAt(at: number): ObjectStream | null {
    const known = this.#containers.get(at);
    if (known !== undefined) return known;
    const header = this.#reader.headerAt(at);
    const value = header === null ? null : this.#reader.read(header, this.#lengthOf).value;
    const isContainer = value instanceof Stream && isObjectStream(value);
    const opened = isContainer ? openObjectStream(value, this.resolve, this.work) : null;
    this.#containers.set(at, opened);
    return opened;
  }

  /** A stream's length; asked while objects are still being found, so that a reference is followed one step and no further. */
  readonly #lengthOf = (value: Value | undefined): number | null => {
    if (!(value instanceof Reference)) return countOf(value);
    const place = this.#places.get(value.number);
    const at = place !== undefined && place !== 'free' && 'at' in place ? place.at : -1;
    const header = this.#headerOf(value.number, at);
    return header === null ? null : countOf(this.#reader.read(header, () => null).value);
  };

  #sweep(insideStreams: boolean, watcher: Watcher | undefined): void {
    sweep(this.#reader, {
      lengthOf: this.#lengthOf,
      insideStreams,
      seePair: watcher?.seePair,
      seeObject: (found) => this.#take(found, watcher),
      seeGap: (gap) => {
        if (!insideStreams) this.#seeGap(gap, watcher);
      },
    });
  }

  #take(found: Found, watcher: Watcher | undefined): void {
    this.#swept.set(found.number, found.at);
    if (this.#seenAt.has(found.at)) return;
    this.#seenAt.add(found.at);
    this.work.countObjects(1);
    if (found.cut) this.#cut = true;
    if (found.value instanceof Stream) {
      if (isObjectStream(found.value)) this.#containersAt.push(found.at);
      if (nameOf(found.value.dictionary.get('Type')) === 'XRef')
        this.#sweptTrailers.push(found.value.dictionary);
    }
    watcher?.seeValue(found.value, this);
  }

  /** Between the objects: trailers are taken, the rest of it is shown. */
  #seeGap({ start, end }: Gap, watcher: Watcher | undefined): void {
    const between = this.#reader.bytes.subarray(0, end);
    let from = start;
    for (let at = between.indexOf('trailer', from); at >= 0; at = between.indexOf('trailer', from)) {
      const trailer = trailerAt(this.#reader, at + 'trailer'.length, watcher?.seePair);
      if (trailer !== null) this.#sweptTrailers.push(trailer.dictionary);
      watcher?.seeGap({ start: from, end: at });
      from = Math.min(trailer?.end ?? at + 'trailer'.length, end);
    }
    this.work.spend((end - start) >> 3);
    watcher?.seeGap({ start: from, end });
  }

  /** What the table of contents names and the sweep did not meet, inside a stream for example; and what object streams hold. */
  #seeTheRest(watcher: Watcher | undefined): void {
    if (watcher === undefined) return;
    for (const [number, place] of this.#places) {
      if (place === 'free') continue;
      if ('container' in place) this.#containerOf(place.container);
      else this.#seeAt(number, place.at, watcher);
    }
    for (const at of this.#containersAt) this.#containerAt(at);
    for (const container of this.#containers.values())
      for (const number of container?.numbers ?? [])
        watcher.seeValue(container?.value(number, watcher.seePair) ?? null, this);
  }

  #seeAt(number: number, at: number, watcher: Watcher): void {
    const header = this.#reader.headerAt(at);
    if (header === null || header.number !== number || this.#seenAt.has(header.at)) return;
    this.#seenAt.add(header.at);
    const { value } = this.#reader.read(header, this.#lengthOf, watcher.seePair);
    watcher.seeValue(value, this);
  }

  #hasPages(): boolean {
    const root = this.catalogue;
    return root !== null && dictionaryOf(this.resolve(root.get('Pages'))) !== null;
  }

  /** All objects from where they were found; those of object streams where no other has their number. */
  #repair(watcher: Watcher | undefined): void {
    this.#repaired = true;
    this.#sweep(true, watcher);
    const places = new Map<number, Place>();
    for (const [number, at] of this.#swept) places.set(number, { at });
    this.#places = places;
    for (const at of this.#containersAt)
      for (const number of this.#containerAt(at)?.numbers ?? [])
        if (!this.#swept.has(number)) places.set(number, { container: this.#numberAt(at) });
  }

  #numberAt(at: number): number {
    return this.#reader.headerAt(at)?.number ?? 0;
  }

  #sweptCatalogue(): Dictionary | null {
    for (const number of [...this.#places.keys()].toReversed()) {
      const value = dictionaryOf(this.#object(number));
      if (nameOf(value?.get('Type')) === 'Catalog' && value?.has('Pages') === true) return value;
    }
    return null;
  }
}
