/** Each function may do what it does, and no more: what IAM did not grant fails here, and what nobody used is found. */
import { expect } from 'vitest';
import { type FunctionName, functionNames, specOf } from '../../infra/cloud/function-table.ts';
import { pascalCase } from '../../infra/cloud/machine-definition.ts';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import { ReportCase } from '../support/reports-in.ts';
import { testInOpenRound as test } from '../support/test.ts';

/** What a granted action shows as among the operations that the embedded table counts. */
const operationOf: Readonly<Record<string, string>> = {
  'dynamodb:BatchGetItem': 'BatchGetItem',
  'dynamodb:ConditionCheckItem': 'TransactWriteItems',
  'dynamodb:GetItem': 'GetItem',
  'dynamodb:Query': 'Query',
  'dynamodb:PutItem': 'TransactWriteItems',
  'dynamodb:UpdateItem': 'TransactWriteItems',
};

/** The desk cuts the names of roles to 64 characters; so much of a function's own is in each of them. */
const longestWhole = 15;

/** What is read only when the stream has left something behind; `news.test.ts` and `chaos.test.ts` go that way. */
const onlySwept: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  notify: ['BatchGetItem'],
  'watch-operations': ['BatchGetItem'],
};

const filledTargets = { table: 'targets', year: '2022', filled: 'true' } as const;

test('every grant on the ledger is used on the way of a filing and its report, and every use is granted', async ({
  bureau,
}) => {
  const filing = bureau.halfYear('101P01');
  await filing.evidence();
  await filing.isFiled();
  await filing.isReturned();
  await filing.isFiled();
  await bureau.ask('101-reviewer', 'readTodo');
  await bureau.ask('101-reviewer', 'listFilings', { query: { round: '2022-H1' } });
  await bureau.ask('101-reviewer', 'listRounds');
  await bureau.ask('101-reviewer', 'printFiling', filing.params);
  await filing.isApproved();
  await filing.isApproved();
  await filing.history();
  await bureau.ask('auditor', 'listReceipts', filing.params);
  await bureau.ask('auditor', 'readBundle', { params: { year: '2022', department: '101' } });
  await bureau.ask('auditor', 'readAssessment', { params: { year: '2022' }, query: { department: '101' } });
  await bureau.ask('101-reviewer', 'commentAssessment', {
    params: { year: '2022' },
    body: { department: '101', figure: 'returned', text: '退回后已按要求更正' },
  });
  const other = bureau.halfYear('101P02');
  await other.isFiled();
  await other.isAborted();
  await other.isDisposed();
  await bureau.ask('finance-office', 'listDispositions', { query: { year: '2022' } });
  const { bytes } = await bureau.ask('finance-office', 'readImportTemplate', { query: filledTargets });
  const { import: id, version } = await bureau.ask('finance-office', 'previewImport', {
    query: { table: 'targets', year: '2022' },
    body: bytes,
  });
  await bureau.ask('finance-office', 'acceptImport', { params: { import: id }, version, body: {} });
  await bureau.on('2022-07-07', '11:00:00');
  const told = async () => (await bureau.ask('102001-filler', 'readMessages')).messages;
  await bureau.until(async () => (await told()).length > 0);
  await bureau.ask('102001-filler', 'markRead', {
    body: { messages: (await told()).map(({ id: message }) => message) },
  });

  await bureau.ask('admin', 'readOperations');

  await goesThrough(new ReportCase(bureau, '103'));

  const used = (name: FunctionName) => {
    const lines = bureau.runtime.usage
      .snapshot()
      .filter(({ principal }) => principal.includes(pascalCase(name).slice(0, longestWhole)));
    const seen = lines.map(({ operation }) => operation);
    return [...new Set([...seen, ...(onlySwept[name] ?? [])])].sort();
  };
  const granted = (name: FunctionName) => {
    const { ledger = [], todo = [] } = specOf(name).grants;
    return [...new Set([...ledger, ...todo].map((action) => operationOf[action] ?? action))].sort();
  };
  expect(Object.fromEntries(functionNames.map((name) => [name, used(name)]))).toEqual(
    Object.fromEntries(functionNames.map((name) => [name, granted(name)])),
  );
}, 180_000);

/** From the wait past its day to the archive, and what the archivist does there. */
async function goesThrough(report: ReportCase): Promise<void> {
  const { bureau, params } = report;
  await bureau.on('2022-07-21', '10:00:00');
  await bureau.until(async () => (await report.facts()).includes('overdue'));
  await report.isWaived();
  await report.isTold();
  const file = pdf(plainObjects());
  await report.isUploaded(file);
  await report.isConfirmed();
  const { version } = await report.comesTo('已归档');
  await bureau.ask('103-filler', 'readReportDraft', params);
  await bureau.ask('103-filler', 'readReportFile', params);
  const body = { on: true, reason: '涉及诉讼，暂不得销毁' };
  await bureau.ask('archivist', 'holdReport', { ...params, version, body });
}
