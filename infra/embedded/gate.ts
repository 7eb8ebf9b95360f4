/**
 * Holds the calls of state machines back until all parts of the runtime stand. Executions go on as soon as their journal
 * is open, but a function that is invoked before the endpoint listens would fail for nothing.
 */

export interface Gate {
  open(): void;
  /** The boot has failed: nobody will come through any more. */
  shut(): void;
  /** Resolves when the gate is open. */
  passed(): Promise<void>;
}

export function createGate(): Gate {
  let open = (): void => undefined;
  let shut = (): void => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    shut = () => reject(new Error('The runtime did not come up.'));
  });
  // It may be shut while nobody waits.
  opened.catch(() => undefined);
  return { open: () => open(), shut: () => shut(), passed: () => opened };
}
