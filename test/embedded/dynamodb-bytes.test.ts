/** The two places where the front reads without the engine: members of a JSON object in its bytes, and keys of items. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemIdentity } from '../../infra/embedded/dynamodb/item-keys.ts';
import { findMember, withMember, withoutMember } from '../../infra/embedded/dynamodb/members.ts';
import { tableSettings } from '../contract/ddb-desk.ts';

const NAME = 'ConsumedCapacity';
const spaces = [undefined, 1, '\t'] as const;
const objects = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom(NAME, 'a"b', 'x\\', '}')),
  fc.jsonValue({ maxDepth: 4 }),
  { maxKeys: 8 },
);

function written(object: object, space: (typeof spaces)[number]): Buffer {
  return Buffer.from(JSON.stringify(object, undefined, space));
}

function read(json: Buffer): unknown {
  return JSON.parse(json.toString());
}

describe('members', () => {
  test('are found with their value, and taken out without touching the others', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom(...spaces), (object, space) => {
        const json = written(object, space);
        const member = findMember(json, NAME);
        expect(member !== undefined).toBe(Object.hasOwn(object, NAME));
        if (member === undefined) return;
        expect(read(json.subarray(member.valueStart, member.end))).toEqual(JSON.parse(json.toString())[NAME]);
        const { [NAME]: _, ...others } = JSON.parse(json.toString());
        expect(read(withoutMember(json, member))).toEqual(others);
      }),
    );
  });

  test('are added', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom(...spaces), (object, space) => {
        fc.pre(Object.keys(object).length > 0 && !Object.hasOwn(object, NAME));
        const json = written(object, space);
        expect(read(withMember(json, NAME, 'TOTAL'))).toEqual({
          ...JSON.parse(json.toString()),
          [NAME]: 'TOTAL',
        });
      }),
    );
  });
});

describe('keys', () => {
  const table = { ...tableSettings('t'), keyNames: ['pk'] };
  const identity = (N: string) => itemIdentity(table, { pk: { N } });

  test('one number is one key, however it is written', () => {
    for (const same of [
      ['1', '1.0', '+1', '01', '1e0', '10e-1', '0.1E1'],
      ['-150', '-1.5e2', '-150.000'],
      ['0', '-0', '0.00', '0e5'],
      ['0.001', '1e-3', '.001'],
    ])
      expect(new Set(same.map(identity)).size).toBe(1);
    expect(new Set(['1', '10', '-1', '0.1', '11', '0'].map(identity)).size).toBe(6);
  });

  test('numbers that are equal, and only those, have one key', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(identity(a.toString()) === identity(a.toExponential())).toBe(true);
        expect(identity(String(a)) === identity(String(b))).toBe(a === b);
      }),
    );
  });
});
