/** The bureau's figures laid over a filing's own. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content, MoneyRow } from '../../shared/domain/content.ts';
import { disagreements, fundsIssues, isImported, layFunds } from '../../shared/domain/funds.ts';
import type { ImportedFunds } from '../../shared/domain/subject.ts';
import { good } from '../support/checked.ts';
import { fen } from '../support/measured.ts';

const imported: ImportedFunds = {
  importedOn: '2022-07-05',
  rows: {
    fiscal: {
      initial: fen('90'),
      adjustment: fen('-12'),
      adjustKind: 'cut',
      adjustReason: '政策取消',
      executed: fen('31.2'),
    },
    other: { initial: 0n, adjustment: undefined, adjustReason: '', executed: undefined },
  },
};
const entered = (fiscal: MoneyRow, other?: MoneyRow): Content => ({
  ...good,
  money: { fiscal, ...(other && { other }) },
});

describe('where the bureau’s figures count', () => {
  test.each([
    ['import', imported, true],
    ['import-else-hand', imported, true],
    ['hand', imported, false],
    ['import', null, false],
    ['import-else-hand', null, false],
  ] as const)('%s', (fundsEntry, funds, expected) => {
    expect(isImported({ fundsEntry, imported: funds })).toBe(expected);
  });
});

describe('laying over', () => {
  test('imported cells replace or add, the others stay', () => {
    const laid = layFunds(
      entered(
        { initial: fen('78'), arrived: fen('50'), forecast: fen('72') },
        { adjustment: 1n, executed: 5n },
      ),
      imported,
    );
    expect(laid.money).toEqual({
      fiscal: { ...imported.rows['fiscal'], arrived: fen('50'), forecast: fen('72') },
      other: { initial: 0n, adjustment: 1n, executed: 5n },
    });
    expect({ ...laid, money: {} }).toEqual({ ...good, money: {} });
  });
  test('rows that are not imported stay, rows that are not there come', () => {
    const laid = layFunds({ ...good, money: { carryover: { executed: 7n } } }, imported);
    expect(Object.keys(laid.money)).toEqual(['carryover', 'fiscal', 'other']);
    expect(laid.money['carryover']).toEqual({ executed: 7n });
  });
  test('laid twice is laid once, and nothing is left to object to', () => {
    const amount = fc.option(fc.bigInt({ min: -5n, max: 5n }), { nil: undefined });
    const text = fc.constantFrom(undefined, '', '甲', '乙');
    const row = fc.record({
      initial: amount,
      adjustment: amount,
      adjustKind: fc.constantFrom(undefined, 'add' as const, 'cut' as const),
      adjustReason: text,
      executed: amount,
    });
    const rows = fc.dictionary(fc.constantFrom('fiscal', 'carryover', 'other'), row);
    return fc.assert(
      fc.property(rows, rows, (money, funds) => {
        const given = { importedOn: '2022-07-05', rows: funds };
        const laid = layFunds({ ...good, money }, given);
        expect(layFunds(laid, given)).toEqual(laid);
        expect(disagreements(laid, given)).toEqual([]);
        expect(fundsIssues(laid, given)).toEqual([]);
      }),
    );
  });
});

describe('cells that a client sent otherwise', () => {
  const issues = (content: Content) => fundsIssues(content, imported);
  test('the same, and what was left out, is nothing to object to', () => {
    expect(issues(entered({ ...imported.rows['fiscal'], forecast: 1n }))).toEqual([]);
    expect(issues(entered({}))).toEqual([]);
    expect(issues({ ...good, money: {} })).toEqual([]);
    expect(issues(entered({ adjustReason: '' }))).toEqual([]);
  });
  test('each other cell is named, with both figures', () => {
    const wrong: MoneyRow = {
      initial: fen('91'),
      adjustment: 0n,
      adjustKind: 'add',
      adjustReason: '追加',
      executed: fen('31.200001'),
    };
    expect(issues(entered(wrong))).toEqual(
      [
        ['initial', '年初预算数', '90.00万元', '91.00万元'],
        ['adjustment', '年度预算调整', '-12.00万元', '0.00万元'],
        ['adjustKind', '调整类型', '“调减”', '“追加”'],
        ['adjustReason', '调整原因', '“政策取消”', '“追加”'],
        ['executed', '累计执行数', '31.20万元', '31.200001万元'],
      ].map(([cell, name, own, other]) => ({
        pointer: `/money/fiscal/${cell}`,
        rule: 'form',
        message: `本年财政拨款的${name}由财政于2022-07-05导入，为${own}，不能填${other}；确有出入的，请联系绩效股核对后重新导入。`,
      })),
    );
  });
  test('nought that was imported is a figure; an empty text is none', () => {
    expect(issues(entered({}, { initial: 1n })).map(({ pointer }) => pointer)).toEqual([
      '/money/other/initial',
    ]);
    expect(issues(entered({}, { initial: 1n }))[0]?.message).toContain('其他资金的年初预算数');
    expect(issues(entered({}, { adjustReason: '追加', executed: 3n, adjustment: 2n }))).toEqual([]);
  });
  test('rows of every kind of subject are named', () => {
    const names = ['carryover', 'central', 'projects'].map((key) => {
      const funds = { importedOn: '2022-07-05', rows: { [key]: { executed: 1n } } };
      return fundsIssues({ ...good, money: { [key]: { executed: 2n } } }, funds)[0]?.message.split('的')[0];
    });
    expect(names).toEqual(['上年结转资金', '中央资金', '项目支出']);
  });
  test('a row that no form has is named by its key', () => {
    const strange = { importedOn: '2022-07-05', rows: { lottery: { executed: 1n } } };
    expect(fundsIssues({ ...good, money: { lottery: { executed: 2n } } }, strange)[0]?.message).toContain(
      'lottery的累计执行数',
    );
  });
});
