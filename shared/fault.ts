/** The network, a throttle or a service failed us: nobody's mistake, worth another try. The name is what the state machines retry on. */
export class Fault extends Error {
  override readonly name = 'Fault';
  constructor(what: string, cause: unknown) {
    super(`${what}: ${cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause)}`, { cause });
  }
}
