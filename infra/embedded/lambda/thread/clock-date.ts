/**
 * Lets a thread live in the time of the virtual clock: whatever asks `Date` for the present gets the machine's time plus
 * the shared offset. Given instants stay as they are.
 */

export function followClock(offset: Float64Array): void {
  const MachineDate = Date;
  const now = (): number => MachineDate.now() + (offset[0] ?? 0);
  const VirtualDate = new Proxy(MachineDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new MachineDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  MachineDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
}
