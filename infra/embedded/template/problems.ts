/**
 * What a template asks for and the desk cannot give. Problems are gathered, not thrown one by one, so that a
 * person who adds a resource sees in a single message everything that has to be changed.
 */

/** One thing that stops the boot: where it stands in the template and why it cannot be carried out. */
export interface Problem {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The property, dotted, e.g. `Targets.0.InputTransformer`; empty when the whole resource is meant. */
  readonly property: string;
  readonly reason: string;
}

/** The template holds something that the embedded runtime does not carry out. */
export class TemplateError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(['The embedded runtime cannot carry out this template:', ...problems.map(line)].join('\n  - '));
    this.name = 'TemplateError';
    this.problems = problems;
  }
}

function line({ stack, logicalId, type, property, reason }: Problem): string {
  const where = property === '' ? '' : ` property ${property}`;
  return `${stack} ${logicalId} (${type})${where}: ${reason}`;
}
