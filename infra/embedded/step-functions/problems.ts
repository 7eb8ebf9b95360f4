/**
 * Collects what is wrong with a definition, each with its state and field, so that one start tells all of it.
 */
export class Problems {
  readonly #machine: string;
  readonly #lines: string[] = [];

  constructor(machine: string) {
    this.#machine = machine;
  }

  get some(): boolean {
    return this.#lines.length > 0;
  }

  add(state: string | undefined, field: string, reason: string): void {
    const place = state === undefined ? `field "${field}"` : `state "${state}", field "${field}"`;
    this.#lines.push(`${place}: ${reason}`);
  }

  throwIfAny(): void {
    if (!this.some) return;
    throw new Error(`State machine "${this.#machine}" is refused:\n  ${this.#lines.join('\n  ')}`);
  }
}
