/**
 * Who may sign: the operator at the desk and one principal per role of the template. The keys are made at random at the
 * first boot and kept in the data folder, readable by its owner alone; they are good for 127.0.0.1 and nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Principal, Principals } from './parts.ts';

/** The name under which the person at the desk signs; no role of a template may bear it. */
export const OPERATOR = 'operator';

export interface Credentials {
  readonly operator: Principal;
  readonly byAccessKeyId: Principals;
  /** The principal of a role; a name that was not given at boot is a mistake of the caller. */
  byName(name: string): Principal;
}

/** Reads the keys of `names` from `file`, and makes and writes down those that are missing. */
export function loadCredentials(file: string, names: readonly string[]): Credentials {
  if (names.includes(OPERATOR)) throw new Error(`No role may be named "${OPERATOR}": the desk signs as it.`);
  const kept = read(file);
  const byName = new Map<string, Principal>();
  for (const name of [OPERATOR, ...names]) byName.set(name, kept.get(name) ?? makePrincipal(name));
  const all = new Map([...kept, ...byName]);
  if (all.size > kept.size) write(file, all);

  const byKey = new Map([...byName.values()].map((principal) => [principal.accessKeyId, principal]));
  const find = (name: string): Principal => {
    const principal = byName.get(name);
    if (principal === undefined) throw new Error(`There is no principal named "${name}".`);
    return principal;
  };
  return { operator: find(OPERATOR), byAccessKeyId: (id) => byKey.get(id), byName: find };
}

function makePrincipal(name: string): Principal {
  return {
    name,
    accessKeyId: `AKIADESK${randomBytes(6).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
}

function read(file: string): ReadonlyMap<string, Principal> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [parse(line, file).name, parse(line, file)]));
}

function parse(line: string, file: string): Principal {
  const [name, accessKeyId, secretAccessKey, ...rest] = line.split(' ');
  if (!name || !accessKeyId || !secretAccessKey || rest.length > 0)
    throw new Error(`The file of keys is damaged: ${file} should hold "name key secret" on each line.`);
  return { name, accessKeyId, secretAccessKey };
}

function write(file: string, principals: ReadonlyMap<string, Principal>): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  for (const { name, accessKeyId, secretAccessKey } of principals.values())
    writeSync(handle, `${name} ${accessKeyId} ${secretAccessKey}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
}
