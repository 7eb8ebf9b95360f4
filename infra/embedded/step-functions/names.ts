/** What may name an execution. */
import { AwsError } from '../parts.ts';
import { NAME_LENGTH } from './limits.ts';

// White space, brackets, wildcards, a list of special characters, and all control characters.
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\uFFFE\uFFFF\p{Cs}]/u;

export function checkName(name: string): void {
  if (name.length >= 1 && name.length <= NAME_LENGTH && !FORBIDDEN.test(name)) return;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}
