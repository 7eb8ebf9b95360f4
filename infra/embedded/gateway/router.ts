/** Finds the route of a request as an HTTP API does: literal segments before parameters, a greedy rest after both, `$default` last. */
import type { RouteSettings } from './settings.ts';

export interface Match {
  readonly route: RouteSettings;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: RouteSettings;
  readonly method: string;
  readonly segments: readonly string[];
}

/** Segments are literal, `{name}`, or in the last place `{name+}`. */
const routeKeys =
  /^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (\/|(?:\/(?:[^/{}\s]+|\{\w+\}))*(?:\/\{\w+\+\})?\/?)$/;

export type Router = (method: string, path: string) => Match | undefined;

export function createRouter(routes: readonly RouteSettings[]): Router {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const compiled = routes
    .filter((route) => route !== fallback)
    .map(compile)
    .sort(byPrecision);
  return (method, path) => {
    const segments = path.split('/');
    for (const candidate of compiled) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const parameters = parametersIn(candidate.segments, segments);
      if (parameters !== undefined) return { route: candidate.route, parameters };
    }
    return fallback && { route: fallback, parameters: {} };
  };
}

function compile(route: RouteSettings): Compiled {
  const [, method, path] = routeKeys.exec(route.routeKey) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(
      `The route "${route.routeKey}" cannot be carried out: it is neither "METHOD /path" nor "$default".`,
    );
  return { route, method, segments: path.split('/') };
}

/** The more is literal, the earlier it is tried; a method of its own goes before `ANY`. */
function byPrecision(a: Compiled, b: Compiled): number {
  return rank(b).localeCompare(rank(a));
}

function rank({ method, segments }: Compiled): string {
  const path = segments
    .map((segment) => (segment.endsWith('+}') ? '0' : segment.startsWith('{') ? '1' : '2'))
    .join('');
  return `${path}${method === 'ANY' ? '0' : '1'}`;
}

function parametersIn(
  pattern: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    const given = path[index];
    if (given === undefined || (name !== undefined && given === '')) return undefined;
    if (name === undefined && given !== segment) return undefined;
    if (name === undefined) continue;
    if (greedy === '+') return { ...parameters, [name]: decode(path.slice(index).join('/')) };
    parameters[name] = decode(given);
  }
  return pattern.length === path.length ? parameters : undefined;
}

/** A path that is not well encoded reaches the function as it came. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
