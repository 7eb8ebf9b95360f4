import { errorFields, log } from './log.ts';

/** For one of many that must not hold up the others: what goes wrong with it is logged as a fault, and there is this instead. */
export async function orLogged<T>(
  of: Readonly<Record<string, string>>,
  otherwise: T,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    log('fault', { ...of, ...errorFields(error) });
    return otherwise;
  }
}
