/** The state machines: definitions in the template, substitutions from the loader, logs without data. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pascalCase, readMachine, readMachines } from '../../infra/cloud/machine-definition.ts';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { partitions } from '../../infra/cloud/place.ts';
import { ofType, readTemplates, type Template, theOne } from './templates.ts';

describe.each(partitions)('the state machines of %s', (partition) => {
  let stateless: Template;
  beforeAll(async () => {
    ({ stateless } = await readTemplates(partition));
  });

  test.each([
    ['FilingReview', ['OpenTask', 'ArchiveFiling']],
    ['Round', ['IssueFilings', 'KeepCalendar']],
    ['ReportCollection', ['RemindReport', 'AwaitReport', 'VerifyReport', 'StoreReport']],
  ])('%s has its functions substituted and its definition in the template', (machine, functions) => {
    const properties = theOne(stateless, 'AWS::StepFunctions::StateMachine', `Machines${machine}`);
    const arns = functions.map((name): [string, string] => [name, `<Functions${name}Function.Arn>`]);
    expect(properties['DefinitionSubstitutions']).toEqual({
      Partition: '<AWS::Partition>',
      ...Object.fromEntries(arns),
    });
    expect(JSON.parse(String(properties['DefinitionString']))).toMatchObject({ QueryLanguage: 'JSONata' });
  });

  test('are Standard, log every transition without its data, and are traced where X-Ray exists', () => {
    const machines = ofType(stateless, 'AWS::StepFunctions::StateMachine');
    expect(machines.size).toBe(machineNames.length);
    for (const properties of machines.values()) {
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        LoggingConfiguration: {
          Level: 'ALL',
          IncludeExecutionData: false,
          Destinations: [
            { CloudWatchLogsLogGroup: { LogGroupArn: expect.stringMatching(/^<Machines\w+Log\.Arn>$/) } },
          ],
        },
        TracingConfiguration: { Enabled: partition === 'aws' },
      });
    }
  });
});

/** A placeholder as definitions write it. */
const named = (word: string) => `$\{${word}}`;

describe('the loader', () => {
  test('names functions in PascalCase', () => {
    expect(pascalCase('archive-filing')).toBe('ArchiveFiling');
    const source = `{ "A": "${named('OpenTask')}", "B": "arn:${named('Partition')}:x" }`;
    const { functions, text } = readMachine('x', source);
    expect([...functions]).toEqual([['OpenTask', 'open-task']]);
    expect(text).toBe(source.replaceAll(/ /g, ''));
  });

  test.each(['SendMail', 'openTask', 'open-task', 'Region', ''])(
    'the placeholder "%s" stops the synthesis',
    (word) => {
      expect(() => readMachine('x', JSON.stringify({ A: named(word) }))).toThrow(
        `state machine x: ${named(word)} names no function`,
      );
    },
  );

  test('a definition that nobody starts, or one that is missing, stops the synthesis', () => {
    const folder = mkdtempSync(join(tmpdir(), 'machines-'));
    writeFileSync(join(folder, 'round.asl.json'), '{}');
    expect(() => readMachines(folder)).toThrow('filing-review.asl.json');
    for (const name of machineNames) writeFileSync(join(folder, `${name}.asl.json`), '{}');
    expect([...readMachines(folder).keys()]).toEqual([...machineNames]);
    writeFileSync(join(folder, 'stray.asl.json'), '{}');
    expect(() => readMachines(folder)).toThrow('holds machines that nobody starts: stray.asl.json');
    rmSync(folder, { recursive: true });
  });
});
