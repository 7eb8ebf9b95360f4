/** The machines as the tests see them: every state of every level, and every way from one to the next. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

export interface State {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: number | string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly Catcher[];
  readonly Choices?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Machine;
}

export interface Machine {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

export function textOf(name: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../../statemachines/${name}.asl.json`, import.meta.url)),
    'utf8',
  );
}

/** The definition with its placeholders filled: functions by their own placeholder's name. */
export function definitionOf(name: string): Machine {
  return JSON.parse(
    textOf(name)
      .replaceAll(/arn:[^:]*:states/g, 'arn:aws:states')
      .replaceAll(/\$\{(\w+)\}/g, '$1'),
  );
}

/** Every state by name, those of an item processor included. */
export function statesOf(machine: Machine): readonly (readonly [string, State])[] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}

/** Every way from state to state: next, default, choices, catchers. */
export function waysOf(machine: Machine): readonly string[] {
  return statesOf(machine).flatMap(([name, state]) => {
    const targets = [
      state.Next,
      state.Default,
      ...(state.Choices ?? []).map((c) => c.Next),
      ...(state.Catch ?? []).map((c) => c.Next),
    ];
    return [...new Set(targets.filter((target) => target !== undefined))].map(
      (target) => `${name} → ${target}`,
    );
  });
}
