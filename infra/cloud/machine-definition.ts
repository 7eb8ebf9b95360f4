/**
 * The one loader of the state machines. A definition names a function by its folder in PascalCase, `${OpenTask}`; what a definition
 * names is what its machine may invoke, so that a grant cannot be forgotten and none is left over.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionName, functionNames } from './function-table.ts';
import { type MachineName, machineNames } from './machine-names.ts';

export interface MachineDefinition {
  /** The file's text without its white space, placeholders included. */
  readonly text: string;
  /** The functions that it calls, by placeholder. */
  readonly functions: ReadonlyMap<string, FunctionName>;
}

const ending = '.asl.json';

/** Reads all definitions of a folder; a file without a name in the list, or a name without a file, stops the synthesis. */
export function readMachines(folder: string): ReadonlyMap<MachineName, MachineDefinition> {
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  const strangers = files.filter((file) => !machineNames.some((name) => file === name + ending));
  if (strangers.length > 0) throw new Error(`${folder} holds machines that nobody starts: ${strangers}`);
  return new Map(
    machineNames.map((name) => [name, readMachine(name, readFileSync(join(folder, name + ending), 'utf8'))]),
  );
}

/** Checks every placeholder of a definition; one that is neither a function nor `${Partition}` stops the synthesis. */
export function readMachine(name: string, text: string): MachineDefinition {
  const byPlaceholder = new Map(functionNames.map((known) => [pascalCase(known), known]));
  const functions = new Map<string, FunctionName>();
  for (const [placeholder, word = ''] of text.matchAll(/\$\{([^}]*)\}/g)) {
    const called = byPlaceholder.get(word);
    if (called !== undefined) functions.set(word, called);
    else if (word !== 'Partition') throw new Error(`state machine ${name}: ${placeholder} names no function`);
  }
  return { text: JSON.stringify(JSON.parse(text)), functions };
}

/** `open-task` → `OpenTask`: how definitions name functions, and how the template names resources. */
export function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
