/** What a definition may not ask for: each refusal names the machine, the state and the field, before anything runs. */
import { describe, expect, test } from 'vitest';
import { compileMachine } from '../../infra/embedded/step-functions/compile.ts';
import { INVOKE, INVOKE_AND_WAIT, machine, machineArn } from './sfn-bench.ts';

function refusal(definition: unknown): string {
  try {
    compileMachine({
      arn: machineArn('m'),
      name: 'm',
      roleName: 'r',
      definition: typeof definition === 'string' ? definition : JSON.stringify(definition),
    });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const task = (more: object) =>
  machine({ T: { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' }, End: true, ...more } });
const pass = (more: object) => machine({ T: { Type: 'Pass', End: true, ...more } });
const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
const map = (more: object) => machine({ T: { Type: 'Map', ItemProcessor: inner, End: true, ...more } });

test('what is well is not refused', () => {
  expect(refusal(task({}))).toBe('');
  expect(refusal(map({ MaxConcurrency: 5 }))).toBe('');
  expect(refusal(pass({ Output: '{% ($x := 1; $map([1], function($v, $i) { $v + $i + $x })) %}' }))).toBe('');
});

describe('features that are not run here', () => {
  test.for([
    ['JSONPath machines', { ...task({}), QueryLanguage: 'JSONPath' }, 'field "QueryLanguage"'],
    [
      'machines that name no language',
      { StartAt: 'S', States: { S: { Type: 'Succeed' } } },
      'field "QueryLanguage"',
    ],
    ['JSONPath states', task({ QueryLanguage: 'JSONPath' }), 'state "T", field "QueryLanguage"'],
    ['JSONPath fields', task({ ResultPath: '$.x' }), 'state "T", field "ResultPath"'],
    ['credentials', task({ Credentials: { RoleArn: 'x' } }), 'state "T", field "Credentials"'],
    [
      'activities',
      task({ Resource: 'arn:aws:states:us-east-1:1:activity:a' }),
      'state "T", field "Resource"',
    ],
    [
      'functions by their ARN',
      task({ Resource: 'arn:aws:lambda:us-east-1:1:function:f' }),
      'state "T", field "Resource"',
    ],
    [
      '.sync',
      task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }),
      'state "T", field "Resource"',
    ],
    [
      'unknown integrations',
      task({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
      "'sqs:sendMessage' is not supported",
    ],
    [
      'services that are not embedded',
      task({ Resource: 'arn:aws:states:::aws-sdk:ec2:stopInstances' }),
      "no embedded service 'ec2'",
    ],
    [
      'other arguments of invoke',
      task({ Arguments: { FunctionName: 'f', Qualifier: '1' } }),
      "argument 'Qualifier'",
    ],
    [
      'distributed maps',
      map({ ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
      'ItemProcessor/ProcessorConfig/Mode',
    ],
    ['readers of items', map({ ItemReader: {} }), 'state "T", field "ItemReader"'],
    ['tolerated failures', map({ ToleratedFailureCount: 1 }), 'state "T", field "ToleratedFailureCount"'],
    ['unknown fields of the machine', { ...pass({}), Colour: 'red' }, 'field "Colour"'],
    ['heartbeats without a token', task({ HeartbeatSeconds: 5 }), 'state "T", field "HeartbeatSeconds"'],
  ] as const)('%s', ([, definition, words]) => {
    expect(refusal(definition)).toContain('State machine "m" is refused');
    expect(refusal(definition)).toContain(words);
  });
});

describe('mistakes that would only show when they run', () => {
  const cases: [string, object, string][] = [
    [
      'a token that is never passed on',
      task({ Resource: INVOKE_AND_WAIT }),
      'never passes $states.context.Task.Token on',
    ],
    [
      'a variable that nothing assigns',
      pass({ Output: '{% $typo %}' }),
      'the variable $typo is not assigned',
    ],
    [
      'a variable of an inner scope',
      machine({
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { own: 1 }, End: true } } },
          Next: 'Z',
        },
        Z: { Type: 'Pass', Output: '{% $own %}', End: true },
      }),
      'the variable $own is not assigned',
    ],
    [
      'a variable of an outer scope assigned inside',
      machine({
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'M' },
        M: {
          Type: 'Map',
          ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Pass', Assign: { x: 2 }, End: true } } },
          End: true,
        },
      }),
      'field "Assign/x"',
    ],
    ['a reserved variable', pass({ Assign: { states: 1 } }), 'field "Assign/states"'],
    ['$eval', pass({ Output: "{% $eval('1') %}" }), '$eval is not available'],
    [
      'a result where there is none',
      pass({ Output: '{% $states.result %}' }),
      '$states.result is not available',
    ],
    [
      'an error where there is none',
      task({ Output: '{% $states.errorOutput %}' }),
      '$states.errorOutput is not available',
    ],
    [
      'delimiters inside a string',
      pass({ Output: 'Hello {% $states.input %}' }),
      'must enclose the whole string',
    ],
    ['an expression that is none', pass({ Output: '{% 1 + %}' }), 'is not JSONata'],
    ['a missing target', pass({ End: undefined, Next: 'Gone' }), 'there is no state "Gone"'],
    ['a target in another scope', map({ End: undefined, Next: 'I' }), 'there is no state "I"'],
    [
      'two states of one name',
      machine({ I: { Type: 'Map', ItemProcessor: inner, End: true } }),
      'has the same name',
    ],
    ['neither Next nor End', pass({ End: undefined }), 'state "T", field "Next"'],
    [
      'States.ALL in company',
      task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }),
      'States.ALL must stand alone',
    ],
    [
      'States.ALL before others',
      task({
        Catch: [
          { ErrorEquals: ['States.ALL'], Next: 'T' },
          { ErrorEquals: ['A'], Next: 'T' },
        ],
      }),
      'States.ALL must stand alone',
    ],
    [
      'an error name nobody raises',
      task({ Retry: [{ ErrorEquals: ['States.Typo'] }] }),
      'there is no error "States.Typo"',
    ],
    ['a wait without an end', machine({ W: { Type: 'Wait', End: true } }), 'state "W", field "Seconds"'],
    [
      'a timestamp that is none',
      machine({ W: { Type: 'Wait', Timestamp: 'noon', End: true } }),
      'state "W", field "Timestamp"',
    ],
    ['a timeout of nothing', task({ TimeoutSeconds: 0 }), 'state "T", field "TimeoutSeconds"'],
    [
      'a state that cannot be reached',
      machine({ A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }),
      'not reachable',
    ],
    ['an unknown type', machine({ A: { Type: 'Loop' } }), 'state "A", field "Type"'],
  ];
  test.for(cases)('%s', ([, definition, words]) => {
    expect(refusal(definition)).toContain(words);
  });

  test('what is no JSON at all', () => {
    expect(refusal('{')).toContain('it is not JSON');
  });

  test('all mistakes are told at once', () => {
    const message = refusal(machine({ A: { Type: 'Pass', Output: '{% $a %}', Next: 'Gone' } }));
    expect(message.split('\n')).toHaveLength(3);
  });
});
