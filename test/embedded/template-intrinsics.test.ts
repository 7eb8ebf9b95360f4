/** CloudFormation's functions over plain JSON, each by what CloudFormation's reference says of it. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are CloudFormation's own placeholders.
import { describe, expect, test } from 'vitest';
import { evaluate, holds, NO_VALUE, type Scope } from '../../infra/embedded/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => ({ Table: 'ledger', 'AWS::Region': 'eu-x', Days: 30, 'AWS::NoValue': NO_VALUE })[name],
  attribute: (id, attribute) => `${id}/${attribute}`,
  importValue: (name) => `imported ${name}`,
  condition: (name) => name === 'Yes',
  mapping: (map, top, second) => `${map}.${top}.${second}`,
};

const value = (node: unknown): unknown => evaluate(node, scope);

describe('functions', () => {
  test.each([
    ['Ref', { Ref: 'Table' }, 'ledger'],
    ['Fn::GetAtt with two parts', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    ['Fn::GetAtt with a dotted name', { 'Fn::GetAtt': 'Table.Outputs.Arn' }, 'Table/Outputs.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 3]] }, 'a-ledger-3'],
    [
      'Fn::Sub',
      { 'Fn::Sub': '${Table}:${Table.Arn}:${AWS::Region}:${!kept}' },
      'ledger:Table/Arn:eu-x:${kept}',
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${a}${Table}', { a: { Ref: 'Days' } }] }, '30ledger'],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'x/y/z'] }] }, 'y'],
    ['Fn::Split', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'of-${Table}' } }, 'imported of-ledger'],
    ['Fn::If', [{ 'Fn::If': ['Yes', 1, 2] }, { 'Fn::If': ['No', 1, 2] }], [1, 2]],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'b'] }, 'M.eu-x.b'],
    ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
  ])('%s', (_, node, expected) => {
    expect(value(node)).toEqual(expected);
  });

  test('AWS::NoValue removes the property or the element that holds it', () => {
    const none = { Ref: 'AWS::NoValue' };
    expect(value({ kept: 1, gone: { 'Fn::If': ['No', 2, none] }, list: [1, none, 3] })).toEqual({
      kept: 1,
      list: [1, 3],
    });
  });

  test('the branch that is not taken is not evaluated', () => {
    expect(value({ 'Fn::If': ['Yes', 'here', { 'Fn::Cidr': [] }] })).toBe('here');
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown function', { a: { 'Fn::Base64': 'x' } }, 'Fn::Base64 is not carried out'],
    ['a dynamic reference', { a: '{{resolve:ssm:/x}}' }, 'dynamic reference'],
    ['a selection out of range', { 'Fn::Select': [2, ['a', 'b']] }, 'finds nothing at 2'],
    ['a join of something else than text', { 'Fn::Join': ['', [{ x: 1 }]] }, 'Fn::Join needs text'],
    ['a wrong number of arguments', { 'Fn::If': ['Yes', 1] }, 'Fn::If needs 3 arguments, not 2'],
  ])('%s', (_, node, message) => {
    expect(() => value(node)).toThrow(message);
  });
});

describe('conditions', () => {
  const equal = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });
  test.each([
    [equal({ Ref: 'Table' }, 'ledger'), true],
    [equal(true, 'true'), true],
    [equal('a', 'b'), false],
    [{ 'Fn::And': [equal('a', 'a'), { Condition: 'Yes' }] }, true],
    [{ 'Fn::And': [equal('a', 'a'), { Condition: 'No' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Not': [{ Condition: 'No' }] }, true],
  ])('%j holds: %s', (node, expected) => {
    expect(holds(node, scope)).toBe(expected);
  });

  test('a function that is no condition is refused', () => {
    expect(() => holds({ 'Fn::Join': ['', []] }, scope)).toThrow('Fn::Join is not a condition function');
  });
});
