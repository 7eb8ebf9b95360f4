/** Notice 3.1: what is found is answered in time, by kind, with proof, and nobody closes what he has carried out. */
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect } from 'vitest';
import type { BodyOf, RouteName } from '../../shared/contract/api.ts';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { attach, pdf } from '../support/evidence.ts';
import { workbookOf } from '../support/import-files.ts';
import { testInOpenRound as test } from '../support/test.ts';

const office = 'finance-office';
const proposal = {
  cause: '政策变化，本项目年内无法实施',
  requirement: '按程序调减预算并同步调整目标',
} as const;

type Kind = BodyOf<'proposeDisposition'>['kind'];

/** A filing that has been sent and reviewed by its department, with a disposition proposed by that department. */
async function proposed(bureau: Bureau, subject: string, kind: Kind): Promise<Case> {
  const filing = bureau.halfYear(subject);
  await filing.isFiled();
  const { version, department } = await filing.read();
  const { disposition } = await bureau.ask(`${department}-reviewer`, 'proposeDisposition', {
    body: { filing: filing.id, kind, ...proposal },
    version,
    key: bureau.key(),
  });
  return new Case(bureau, filing, disposition);
}

type Act =
  | 'notifyDisposition'
  | 'feedbackDisposition'
  | 'checkDisposition'
  | 'closeDisposition'
  | 'cancelDisposition'
  | 'liftDisposition';

class Case {
  readonly bureau: Bureau;
  readonly filing: FilingCase;
  readonly id: string;

  constructor(bureau: Bureau, filing: FilingCase, id: string) {
    this.bureau = bureau;
    this.filing = filing;
    this.id = id;
  }

  get params() {
    return { params: { disposition: this.id } };
  }

  read(member = office) {
    return this.bureau.ask(member, 'readDisposition', this.params);
  }

  async by<N extends Act>(member: string, name: N, body: object) {
    const { version } = await this.read();
    const call = { ...this.params, body, version, key: this.bureau.key() };
    return this.bureau.ask(member, name as RouteName, call as never);
  }

  async refused<N extends Act>(member: string, name: N, body: object) {
    const { version } = await this.read();
    return this.bureau.refused(member, name as RouteName, { ...this.params, body, version } as never);
  }

  async rests(at: string): Promise<void> {
    await this.bureau.until(async () => (await this.read()).state === at);
  }

  /** Ordered, and on the department's desk. */
  async isOrdered(): Promise<void> {
    await this.by(office, 'notifyDisposition', {});
    await this.rests('executing');
  }

  async proof(member: string): Promise<string> {
    return attach(
      (route, call) => this.bureau.ask(member, route, call),
      this.filing.id,
      pdf(this.id),
      '文件.pdf',
    );
  }

  /** Its execution is ended as an operator would end it. */
  async isAborted(): Promise<void> {
    const { awsUrl: endpoint, region, credentials, outputs } = this.bureau.runtime;
    const client = new SFNClient({ endpoint, region, credentials });
    const stateMachineArn = outputs['RectificationMachine'];
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    const running = executions.find(({ name }) => name?.startsWith(this.id));
    await client.send(new StopExecutionCommand({ executionArn: running?.executionArn }));
    client.destroy();
    await this.bureau.until(async () => (await this.facts()).includes('token-renewed'));
  }

  async facts(): Promise<readonly string[]> {
    return (await this.read()).events.map(({ type }) => type);
  }
}

const openOf = async (bureau: Bureau) =>
  (await bureau.ask(office, 'listDispositions', { query: { year: '2022', open: 'true' } })).dispositions.map(
    ({ disposition }) => disposition,
  );

describe('notice 3.1 · what cannot be proposed', () => {
  test('by whom it does not concern, on what was not sent, without saying why', async ({ bureau }) => {
    const filing = bureau.halfYear('101P01');
    const { version } = await filing.read();
    const body = { filing: filing.id, kind: 'reduce', ...proposal } as const;
    const refused = (member: string, over: object = {}, seen = version) =>
      bureau.refused(member, 'proposeDisposition', { body: { ...body, ...over }, version: seen });
    expect(await refused('102-reviewer')).toMatchObject({ code: 'not-found', status: 404 });
    expect(await refused('101001-filler')).toMatchObject({ code: 'not-yours', status: 403 });
    expect(await refused('101-reviewer', {}, version + 1)).toMatchObject({ code: 'stale-version' });
    expect(await refused('101-reviewer')).toMatchObject({ code: 'not-sent-yet', status: 409 });
    expect(await refused('101-reviewer', { cause: '慢' })).toMatchObject({
      code: 'invalid-input',
      issues: [{ pointer: '/cause', message: '发现的问题及原因至少5个字' }],
    });
    expect(await refused('101-reviewer', { kind: 'punish' })).toMatchObject({
      issues: [
        { pointer: '/kind', message: expect.stringContaining('reduce（调减预算并同步调整绩效目标）') },
      ],
    });
    expect(await openOf(bureau)).toEqual([]);
  });

  test('of two at once, or while one is open, one stands', async ({ bureau }) => {
    const filing = bureau.halfYear('101P02');
    await filing.isFiled();
    const { version } = await filing.read();
    const call = { body: { filing: filing.id, kind: 'rectify', ...proposal }, version } as const;
    const clients = await Promise.all(['101-reviewer', '101-filler'].map((member) => bureau.as(member)));
    const replies = await Promise.all(clients.map((client) => client('proposeDisposition', call)));
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await bureau.refused('101-reviewer', 'proposeDisposition', call)).toMatchObject({
      code: 'disposition-open',
      detail: expect.stringContaining('拟处置'),
    });
  });
});

describe('notice 3.1.1 · objective causes: the budget is cut and the target adjusted together', () => {
  test('from the proposal to the closing, on no other order of desks and people', async ({ bureau }) => {
    const it = await proposed(bureau, '102P01', 'reduce');
    expect(await it.read()).toMatchObject({ state: 'proposed', dueOn: null, acts: ['notify', 'cancel'] });
    expect((await it.read('102-reviewer')).acts).toEqual([]);
    expect(await it.refused('102-reviewer', 'notifyDisposition', {})).toMatchObject({ code: 'not-yours' });
    expect(await it.refused(office, 'notifyDisposition', { dueOn: '2022-06-30' })).toMatchObject({
      code: 'disposition-due-past',
    });

    await it.isOrdered();
    // Ten working days after Friday, 1 July.
    expect(await it.read('102001-filler')).toMatchObject({
      state: 'executing',
      dueOn: '2022-07-15',
      acts: [],
    });
    const record = {
      kind: 'reduce',
      amount: '1.00',
      documentNo: '会财预〔2022〕31号',
      documentOn: '2022-07-01',
      proof: [] as string[],
    };
    const wrong = { record: { ...record, amount: '99999.00', documentOn: '2022-07-02' } };
    expect(await it.refused('102-filler', 'feedbackDisposition', wrong)).toMatchObject({
      code: 'disposition-incomplete',
      status: 422,
      issues: [
        { pointer: '/record/amount' },
        { pointer: '/record/documentOn' },
        { pointer: '/record/proof' },
      ],
    });
    expect(
      await it.refused('102-filler', 'feedbackDisposition', {
        record: { kind: 'rectify', done: '已经整改完毕', result: '情况良好如初', proof: [] },
      }),
    ).toMatchObject({ code: 'wrong-record' });
    expect(await it.refused('101-filler', 'feedbackDisposition', wrong)).toMatchObject({ code: 'not-found' });

    record.proof = [await it.proof('102-filler')];
    await it.by('102-filler', 'feedbackDisposition', { record });
    await it.rests('checking');
    expect(await it.refused('102-filler', 'checkDisposition', { verdict: 'pass' })).toMatchObject({
      code: 'not-yours',
    });
    await it.by('s02-reviewer', 'checkDisposition', { verdict: 'return', text: '文号与附件所载不符' });
    await it.rests('executing');
    await it.by('102-filler', 'feedbackDisposition', {
      record: { ...record, documentNo: '会财预〔2022〕32号' },
    });
    await it.rests('checking');
    await it.by('s02-reviewer', 'checkDisposition', { verdict: 'pass' });
    await it.rests('closing');

    expect(await it.refused(office, 'closeDisposition', {})).toMatchObject({
      code: 'targets-not-adjusted',
      detail: expect.stringContaining('仍为第1版'),
    });
    const adjusted = await workbookOf('targets', [
      {
        subject: '102P01',
        goal: '调整后的目标',
        code: '11-01',
        name: '服务人次',
        target: '不低于100人次',
        weight: '90',
      },
    ]);
    const { import: id, version } = await bureau.ask(office, 'previewImport', {
      query: { table: 'targets', year: '2022' },
      body: adjusted,
    });
    await bureau.ask(office, 'acceptImport', { params: { import: id }, body: { confirmed: true }, version });
    const before = await bureau.ask(office, 'readStanding', { params: { round: '2022-H1' } });
    await it.by(office, 'closeDisposition', { opinion: '同意办结' });
    expect(await it.read()).toMatchObject({
      state: 'closed',
      intact: true,
      record: { amount: '1.00', documentNo: '会财预〔2022〕32号' },
    });
    expect(await it.facts()).toEqual([
      'proposed',
      'ordered',
      'arrived',
      'answered',
      'arrived',
      'sent-back',
      'arrived',
      'answered',
      'arrived',
      'passed',
      'arrived',
      'closed',
    ]);
    const after = await bureau.ask(office, 'readStanding', { params: { round: '2022-H1' } });
    expect(before.dispositions).toBe(Number(after.dispositions) + 1);
    const { totals } = await bureau.ask('102-reviewer', 'listDispositions', { query: { year: '2022' } });
    expect(totals).toMatchObject({ open: 0, reduced: '1.00' });
  });
});

describe('notice 3.1.2 · serious problems: suspended, and payment stopped', () => {
  test('closed, it stands in the register until it is lifted', async ({ bureau }) => {
    const it = await proposed(bureau, '103P01', 'suspend');
    await it.isOrdered();
    const record = {
      kind: 'suspend',
      suspensionNo: '会财绩〔2022〕12号',
      suspendedOn: '2022-07-01',
      stopPaymentNo: '会财库〔2022〕5号',
      stopPaymentOn: '2022-07-01',
      stoppedAmount: '1.00',
      cutAmount: '0',
      procurementRunning: true,
      procurementHandling: '合同已中止履行，按采购程序处理',
      proof: [await it.proof('103-reviewer')],
    };
    expect(await it.refused('103-reviewer', 'feedbackDisposition', { record })).toMatchObject({
      issues: [{ pointer: '/record/noCutReason', message: '调减金额为0的，请写明不调减预算的原因' }],
    });
    await it.by('103-reviewer', 'feedbackDisposition', { record: { ...record, noCutReason: '待审计结论' } });
    await it.rests('checking');
    const { section } = await bureauSection(bureau, '103');
    await it.by(section, 'checkDisposition', { verdict: 'pass' });
    await it.rests('closing');
    await it.by(office, 'closeDisposition', {});
    expect((await it.filing.read()).stopPaymentOn).toBe('2022-07-01');
    const totals = async () =>
      (await bureau.ask(office, 'listDispositions', { query: { year: '2022', department: '103' } })).totals;
    expect(await totals()).toMatchObject({ suspended: 1, stopped: '1.00' });
    expect(await it.refused('103-reviewer', 'liftDisposition', { reason: '整改已经到位' })).toMatchObject({
      code: 'not-yours',
    });
    await it.by(office, 'liftDisposition', { reason: '整改已经到位' });
    expect((await it.filing.read()).stopPaymentOn).toBeNull();
    expect(await totals()).toMatchObject({ suspended: 0 });
    expect(await it.refused(office, 'liftDisposition', { reason: '整改已经到位' })).toMatchObject({
      code: 'nothing-suspended',
    });
  });
});

describe('notice 4.1 · no disposition stands still', () => {
  test('an aborted execution is taken up again; a day that passes leaves it overdue on the same desk', async ({
    bureau,
  }) => {
    const it = await proposed(bureau, '104P01', 'rectify');
    await it.isOrdered();
    await it.isAborted();
    expect(await it.facts()).toContain('recovered');
    await bureau.on('2022-07-16');
    await bureau.until(async () => (await it.facts()).filter((fact) => fact === 'token-renewed').length > 1);
    expect(await it.read()).toMatchObject({ state: 'executing', overdue: true });
    const record = {
      kind: 'rectify',
      done: '已补充合同和验收资料',
      result: '资料齐全，进度恢复',
      proof: [await it.proof('104-reviewer')],
    };
    await it.by('104-reviewer', 'feedbackDisposition', { record });
    await it.rests('checking');
  });

  test('cancelled, its execution ends and the next one may be proposed', async ({ bureau }) => {
    const it = await proposed(bureau, '105P01', 'accountability');
    await it.isOrdered();
    await it.by(office, 'cancelDisposition', { reason: '经核实不属违法' });
    expect(await it.read()).toMatchObject({ state: 'cancelled', acts: [] });
    expect(await openOf(bureau)).not.toContain(it.id);
    const { version } = await it.filing.read();
    const next = await bureau.ask('105-reviewer', 'proposeDisposition', {
      body: { filing: it.filing.id, kind: 'rectify', ...proposal },
      version,
    });
    expect(next.disposition).toBe(it.id.replace(/D1$/, 'D2'));
  });
});

async function bureauSection(bureau: Bureau, department: string): Promise<{ section: string }> {
  const { departments } = await bureau.ask(office, 'readStanding', { params: { round: '2022-H1' } });
  const row = departments.find((each) => each.department === department);
  return { section: `${row?.section.toLowerCase()}-reviewer` };
}
