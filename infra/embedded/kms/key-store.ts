/**
 * Where the desk keeps its signing keys: one file for each, made when the key is first asked for at a boot, readable by its owner alone.
 * What was signed before a restart can be verified after it.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The private key of this id on the curve P-256. */
export function openKey(folder: string, id: string): KeyObject {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${id}.pem`);
  return existsSync(file) ? createPrivateKey(readFileSync(file)) : makeKey(file);
}

/** Written beside its place and moved there: a boot that is cut short leaves a whole key or none. */
function makeKey(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(`${file}.new`, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return privateKey;
}
