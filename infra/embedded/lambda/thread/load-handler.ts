/** Finds a handler such as `index.handler`: the module in the folder of the code, and the function that it exports. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LoadError } from './thread-failure.ts';

export type Handler = (event: unknown, context: object) => unknown;

const EXTENSIONS = ['.mjs', '.js', '.cjs'];

export async function loadHandler(folder: string, handler: string): Promise<Handler> {
  const [, path, name] = /^((?:.*\/)?[^/.]+)\.(.+)$/.exec(handler) ?? [];
  if (path === undefined || name === undefined)
    throw new LoadError('Runtime.MalformedHandlerName', `Bad handler ${handler}: it is no file.export`);
  const file = EXTENSIONS.map((extension) => join(folder, path + extension)).find(existsSync);
  if (file === undefined)
    throw new LoadError('Runtime.ImportModuleError', `Error: Cannot find module '${path}' in ${folder}`);
  const found = named(await load(file), name.split('.'));
  if (typeof found !== 'function')
    throw new LoadError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  // AWS has given up handlers that answer by a callback with Node 24, the version that functions are deployed on.
  if (found.length > 2)
    throw new LoadError(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} takes a callback: a handler answers by what it returns`,
    );
  return (event, context) => found(event, context);
}

async function load(file: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new LoadError('Runtime.UserCodeSyntaxError', error.message);
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    throw missing ? new LoadError('Runtime.ImportModuleError', error.message) : error;
  }
}

/** A CommonJS module that Node cannot look into has all its exports behind `default`. */
function named(module: unknown, path: readonly string[]): unknown {
  return at(module, path) ?? at(module, ['default', ...path]);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}
