/**
 * State machines. The definition stands in the template as a string, with `${Name}` placeholders that
 * CloudFormation, and so this reader, replaces by the values of `DefinitionSubstitutions`.
 */
import { z } from 'zod';
import { idle, name, type Reader, reader, tags } from './resource.ts';

const StateMachine = z.strictObject({
  StateMachineName: name,
  DefinitionString: z.string(),
  DefinitionSubstitutions: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .default({}),
  RoleArn: z.string(),
  StateMachineType: z.literal('STANDARD', 'only STANDARD machines are carried out').default('STANDARD'),
  LoggingConfiguration: idle('the history of each execution is kept here'),
  TracingConfiguration: idle('traces of the cloud'),
  EncryptionConfiguration: idle('the data folder lies on the disk of the desk'),
  ...tags,
});

const stateMachine = reader(StateMachine, (properties, { identity }, { draft, refuse }) => {
  const missing = new Set<string>();
  const definition = substitute(properties.DefinitionString, properties.DefinitionSubstitutions, missing);
  for (const placeholder of missing) refuse('DefinitionString', `\${${placeholder}} has no substitution`);
  draft.machines.push({
    arn: identity.ref,
    name: identity.name,
    definition,
    roleName: roleNameOf(properties.RoleArn),
  });
});

/** The name of a role at the end of its ARN. */
export function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

function substitute(
  definition: string,
  values: Readonly<Record<string, string>>,
  missing: Set<string>,
): string {
  return definition.replace(/\$\{([A-Za-z0-9_]+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    if (value === undefined) missing.add(key);
    return value ?? placeholder;
  });
}

export const machineReaders: Readonly<Record<string, Reader>> = {
  'AWS::StepFunctions::StateMachine': stateMachine,
};
