/** Receipts: what was filed, approved and archived is confirmed by a signature that anybody can verify (notice 3.3: the ledger must be provable). */
import { createHash, createPublicKey, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe, expect } from 'vitest';
import { pdf, plainObjects } from '../pdf/pdf-maker.ts';
import type { FilingCase } from '../support/bureau.ts';
import { sha256 as sumOf } from '../support/evidence.ts';
import { ReportCase } from '../support/reports-in.ts';
import { testInOpenRound as test } from '../support/test.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('base64url');
const receiptIn = (filing: FilingCase, seq: number) => ({
  params: { filing: filing.id, seq: seq.toString() },
});

describe('3.3 receipts', () => {
  test('a late submission, both approvals and the archive are confirmed, with lateness, digest and who', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-12');
    const filing = bureau.halfYear('101P01');
    await filing.isFiled();
    await filing.isApproved();
    await filing.isApproved();
    const { digest } = await filing.read();
    const { receipts } = await bureau.ask('101001-filler', 'listReceipts', filing.params);
    expect(receipts.map(({ actName, by, daysLate }) => [actName, by?.post ?? null, daysLate])).toEqual([
      ['送审', '单位经办', 2],
      ['审核', '部门审核', null],
      ['审核', '业务股室审核', null],
      ['归档', null, null],
    ]);
    expect(new Set(receipts.map((receipt) => receipt.digest))).toEqual(new Set([digest]));
    expect(receipts.map(({ by }) => Object.keys(by ?? {}))).toEqual([
      ['name', 'post'],
      ['name', 'post'],
      ['name', 'post'],
      [],
    ]);
  });

  test('each is signed by the key that the bureau publishes, over its canonical JSON, and names its event', async ({
    bureau,
  }) => {
    const filing = bureau.halfYear('101P02');
    await filing.isFiled();
    const { x, y, crv, kty, kid } = await bureau.ask('auditor', 'readReceiptKey');
    expect(kid).toBe(sha256(JSON.stringify({ crv, kty, x, y })));
    const key = createPublicKey({ key: { x, y, crv, kty }, format: 'jwk' });
    const { events } = await bureau.ask('auditor', 'readEvents', filing.params);
    const { receipts } = await bureau.ask('101-reviewer', 'listReceipts', filing.params);
    for (const listed of receipts) {
      const { receipt, signature } = await bureau.ask(
        '101-reviewer',
        'readReceipt',
        receiptIn(filing, listed.seq),
      );
      expect(receipt).toEqual(listed);
      expect(signature.key).toBe(kid);
      const signed = Buffer.from(canonicalize(receipt) ?? '', 'utf8');
      const value = Buffer.from(signature.value, 'base64url');
      expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, value)).toBe(true);
      const event = events.find(({ seq }) => seq === receipt.seq);
      expect(event).toMatchObject({ hash: receipt.hash, type: receipt.act, at: receipt.at });
    }
  });

  test('the chain is given byte by byte: anybody computes its hashes', async ({ bureau }) => {
    const filing = bureau.halfYear('102P01');
    await filing.isFiled();
    const { events } = await bureau.ask('102-reviewer', 'readChain', filing.params);
    expect(events.length).toBeGreaterThan(3);
    for (const [index, { body, hash }] of events.entries()) {
      expect(hash).toBe(sha256(body));
      const { prevHash, seq } = JSON.parse(body);
      expect(seq).toBe(index + 1);
      if (index > 0) expect(prevHash).toBe(events[index - 1]?.hash);
    }
  });
});

describe('what is refused', () => {
  test('nobody outside its scope is told of a receipt, and an administrator of none', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    await filing.isFiled();
    const [{ seq } = { seq: 0 }] = (await bureau.ask('103-reviewer', 'listReceipts', filing.params)).receipts;
    for (const stranger of ['101-reviewer', '101001-filler', '103002-filler', 's01-reviewer', 'admin']) {
      const statuses = [
        await bureau.refused(stranger, 'listReceipts', filing.params),
        await bureau.refused(stranger, 'readReceipt', receiptIn(filing, seq)),
        await bureau.refused(stranger, 'readChain', filing.params),
      ].map(({ status }) => status);
      expect([stranger, ...statuses]).toEqual([stranger, 404, 404, 404]);
    }
  });

  test('an event that is no act, a number that is none', async ({ bureau }) => {
    const filing = bureau.halfYear('101P03');
    await filing.isFiled();
    const codes = ['1', '2', '99', '0', 'x'].map(
      async (seq) =>
        (await bureau.refused('101-reviewer', 'readReceipt', { params: { filing: filing.id, seq } })).status,
    );
    expect(await Promise.all(codes)).toEqual([404, 404, 404, 404, 404]);
  });
});

describe('2.2d receipts of the stamped report', () => {
  const reportReceiptIn = (report: ReportCase, seq: number) => ({
    params: { report: report.id, seq: seq.toString() },
  });

  test('a late file, its confirmation and its archived copy are confirmed, signed over the file’s own SHA-256', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-22');
    const report = new ReportCase(bureau, '103');
    await report.isWaived();
    await report.isTold();
    const file = pdf(plainObjects());
    await report.isUploaded(file);
    await report.isConfirmed();
    await report.comesTo('已归档');
    const { receipts } = await bureau.ask('103-filler', 'listReportReceipts', report.params);
    expect(
      receipts.map(({ actName, by, daysLate, digest }) => [actName, by?.post ?? null, daysLate, digest]),
    ).toEqual([
      ['收到', '部门经办', 2, sumOf(file)],
      ['上传', null, 2, sumOf(file)],
      ['核对', '绩效股', null, sumOf(file)],
      ['归档', null, null, sumOf(file)],
    ]);
    const { x, y, crv, kty } = await bureau.ask('auditor', 'readReceiptKey');
    const key = createPublicKey({ key: { x, y, crv, kty }, format: 'jwk' });
    const { events } = await bureau.ask('auditor', 'readReportChain', report.params);
    for (const listed of receipts) {
      const one = await bureau.ask('auditor', 'readReportReceipt', reportReceiptIn(report, listed.seq));
      expect(one.receipt).toEqual(listed);
      const signed = Buffer.from(canonicalize(one.receipt) ?? '', 'utf8');
      const value = Buffer.from(one.signature.value, 'base64url');
      expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, value)).toBe(true);
      const event = events[listed.seq - 1];
      expect(event?.hash).toBe(listed.hash);
      expect(sha256(event?.body ?? '')).toBe(listed.hash);
    }
  });

  test('nobody outside its scope is told of one, and an event that is no act has none', async ({
    bureau,
  }) => {
    const report = new ReportCase(bureau, '103');
    const [{ seq } = { seq: 0 }] = (await bureau.ask('103-filler', 'listReportReceipts', report.params))
      .receipts;
    for (const stranger of ['101-filler', '103001-filler', 's01-reviewer', 'admin']) {
      const statuses = [
        await bureau.refused(stranger, 'listReportReceipts', report.params),
        await bureau.refused(stranger, 'readReportReceipt', reportReceiptIn(report, seq)),
        await bureau.refused(stranger, 'readReportChain', report.params),
      ].map(({ status }) => status);
      expect([stranger, ...statuses]).toEqual([stranger, 404, 404, 404]);
    }
    for (const none of [1, 99])
      expect(
        (await bureau.refused('103-filler', 'readReportReceipt', reportReceiptIn(report, none))).status,
      ).toBe(404);
  });
});
