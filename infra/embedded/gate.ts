/**
 * Holds work back until all parts of the runtime stand. Engines take up what they were at as soon as they are opened, but
 * a function that is invoked before the endpoint listens would fail for nothing.
 */
import type { BusEvent, Emit, Functions } from './parts.ts';

export interface Gate {
  open(): void;
  /** Nobody will come through any more: the boot has failed. */
  shut(reason: Error): void;
  /** The same functions, behind the gate. */
  functions(inner: Functions): Functions;
  /** The bus, which may be made later than those who speak to it. */
  emit(inner: () => Emit): Emit;
}

export function createGate(): Gate {
  let open = (): void => undefined;
  let shut = (_reason: Error): void => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    shut = reject;
  });
  // Nobody may be waiting when it is shut.
  opened.catch(() => undefined);
  return {
    open,
    shut,
    functions: (inner) => ({
      invoke: async (nameOrArn, payload, roleName) => {
        await opened;
        return inner.invoke(nameOrArn, payload, roleName);
      },
    }),
    emit: (inner) => async (event: BusEvent) => {
      await opened;
      return inner()(event);
    },
  };
}
