import { describe, expect, test } from 'vitest';
import { machineNames } from '../../infra/cloud/machine-names.ts';
import { definitionOf, statesOf, textOf, waysOf } from './definitions.ts';

describe.each(machineNames)('laws over the graph of %s', (name) => {
  const machine = definitionOf(name);
  const states = statesOf(machine);
  const tasks = states.filter(([, state]) => state.Type === 'Task');

  test('JSONata, with an end to every execution of at most 120 days', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
    expect(machine.TimeoutSeconds).toBeLessThanOrEqual(120 * 86_400);
  });

  test.each(states)('%s says why it is there and which clause it serves', (stateName, state) => {
    expect(stateName).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(state.Comment).toMatch(/[Nn]otice \d/);
  });

  test.each(tasks)('%s has a timeout, retries what may pass, and catches all the rest', (_, state) => {
    expect(state.TimeoutSeconds).toBeDefined();
    expect(state.Retry?.flatMap((retry) => retry.ErrorEquals)).toContain('Fault');
    expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  });

  test.each(tasks.filter(([, state]) => state.Resource?.endsWith('waitForTaskToken')))(
    '%s waits for people: silence leads back to the ledger, never on',
    (stateName, state) => {
      const timeout = state.Catch?.find((each) => each.ErrorEquals.includes('States.Timeout'));
      // To itself, or to the step that reads the calendar before it comes back.
      expect([stateName, 'Remind']).toContain(timeout?.Next);
      expect(String(state.TimeoutSeconds)).toMatch(/reviewBy|dueBy|input\.next/);
    },
  );

  test('every state but the first is reached from another', () => {
    const reached = new Set(waysOf(machine).map((way) => way.split(' → ')[1]));
    const starts = new Set([machine.StartAt, ...states.map(([, state]) => state.ItemProcessor?.StartAt)]);
    expect(states.map(([each]) => each).filter((each) => !reached.has(each) && !starts.has(each))).toEqual(
      [],
    );
  });

  test('no account, no partition and no person is written into it', () => {
    expect(textOf(name)).not.toMatch(/\d{12}|arn:aws|phone|name"/);
  });
});
