/** A department's year in one zip (notice 3.3, 4.2): kept and verified without this system, and honest about what is not as it was. */
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { describe, expect } from 'vitest';
import * as z from 'zod/mini';
import { manifest as manifestSchema } from '../../shared/contract/bundle.ts';
import { verify } from '../../shared/document/verifier/verify.ts';
import { pdf as pdfFile, plainObjects } from '../pdf/pdf-maker.ts';
import type { Bureau, FilingCase } from '../support/bureau.ts';
import { pdf, sha256 } from '../support/evidence.ts';
import { ReportCase } from '../support/reports-in.ts';
import { testInOpenRound as test } from '../support/test.ts';

const of = (department: string, round?: string) => ({
  params: { year: '2022', department },
  query: round === undefined ? {} : { round },
});

async function packed(bureau: Bureau, department: string, member = 'finance-office') {
  const answer = await bureau.ask(member, 'readBundle', of(department));
  const response = await fetch(answer.url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const entries = Object.entries(unzipSync(bytes));
  const files = entries.map(([name, content]) => ({ name, bytes: new Uint8Array(content) }));
  const text = new TextDecoder().decode(files.find(({ name }) => name === 'manifest.json')?.bytes);
  return { answer, response, bytes, files, manifest: z.parse(manifestSchema, JSON.parse(text)) };
}

const broken = async (files: Parameters<typeof verify>[0]) =>
  (await verify(files)).filter(({ verdict }) => verdict === 'broken').map(({ sentence }) => sentence);

async function inArchive(
  bureau: Bureau,
  act: (s3: S3Client, Bucket: string) => Promise<unknown>,
): Promise<void> {
  const { awsUrl: endpoint, region, credentials, outputs } = bureau.runtime;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await act(s3, outputs['ArchiveBucket'] ?? '').finally(() => s3.destroy());
}
const evidenceKey = (filing: FilingCase, file: string) => `attachments/360733/${filing.id}/${file}`;

async function isArchived(filing: FilingCase): Promise<void> {
  await filing.isFiled();
  await filing.isApproved();
  if ((await filing.stage()) === 'section-review') await filing.isApproved();
}

describe('3.3 the bundle of a department', () => {
  test('holds chains, receipts, archived copies, evidence, the key and the page that verifies them all', async ({
    bureau,
  }) => {
    const [done, under] = [bureau.halfYear('101P01'), bureau.halfYear('101P02')];
    await done.evidence();
    await isArchived(done);
    await under.isFiled();
    const { answer, response, bytes, files, manifest } = await packed(bureau, '101');
    expect(answer).toMatchObject({
      year: 2022,
      department: '101',
      bytes: bytes.length,
      mismatches: [],
      missing: [],
    });
    expect(response.headers.get('content-disposition')).toContain(
      encodeURIComponent('绩效监控档案_2022_101'),
    );
    const names = files.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['verifier.html', 'key.json']);
    expect(names.at(-1)).toBe('manifest.json');
    const own = names
      .filter((name) => name.includes(done.id))
      .map((name) => name.replace(`filings/${done.id}/`, ''));
    expect(own.map((name) => name.replace(/[0-9a-f]{64}/, 'SHA').replace(/-\d{6}\.json/, '-N.json'))).toEqual(
      ['chain.json', ...Array(4).fill(`receipts/${done.id}-N.json`), 'archived-a1.json', 'files/SHA.pdf'],
    );
    expect(names.filter((name) => name.startsWith(`filings/${under.id}/archived`))).toEqual([]);
    expect(manifest.entries.map(({ path }) => path)).toEqual(names.slice(0, -1));
    for (const entry of manifest.entries) {
      const file = files.find(({ name }) => name === entry.path);
      expect({ ...entry, sha256: sha256(file?.bytes ?? new Uint8Array()) }).toEqual(entry);
    }
    const findings = await verify(files);
    expect(findings.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
    for (const file of own) {
      const about = findings.filter((finding) => finding.file === `filings/${done.id}/${file}`);
      expect(new Set(about.map(({ verdict }) => verdict))).toEqual(new Set(['holds']));
    }
  });

  test('what is changed in it afterwards is found by its own page', async ({ bureau }) => {
    const { files } = await packed(bureau, '101');
    const at = files.findIndex(({ name }) => name.endsWith('archived-a1.json'));
    const file = files[at] ?? { name: '', bytes: new Uint8Array() };
    const changed = new TextDecoder().decode(file.bytes).replace(/"forecast":"[^"]+"/, '"forecast":"1.00"');
    const forged = files.with(at, { ...file, bytes: new TextEncoder().encode(changed) });
    const said = await broken(forged);
    expect(said.some((sentence) => sentence.includes('内容与其所载摘要不符'))).toBe(true);
    expect(said.some((sentence) => sentence.includes(`清单中的“${file.name}”与所给文件不符`))).toBe(true);
  });

  test('bytes that are no longer those that were kept are packed and named, a file that is gone is named', async ({
    bureau,
  }) => {
    const [changed, gone] = [bureau.halfYear('102P01'), bureau.halfYear('102P02')];
    const file = await changed.isGiven(pdf('changed'));
    const lost = await gone.isGiven(pdf('gone'));
    await inArchive(bureau, async (s3, Bucket) => {
      const forged = pdf('forged');
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: evidenceKey(changed, file),
          Body: forged,
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      await s3.send(new DeleteObjectCommand({ Bucket, Key: evidenceKey(gone, lost) }));
    });
    const { answer, files } = await packed(bureau, '102');
    expect(answer.mismatches).toEqual([`filings/${changed.id}/files/${file}.pdf`]);
    expect(answer.missing).toEqual([`filings/${gone.id}/files/${lost}.pdf`]);
    const said = await broken(files);
    expect(said).toHaveLength(3);
    expect(said.join()).toContain('在打包时就已与台账不符');
    expect(said.join()).toContain('在打包时档案库里没有找到');
    expect(said.join()).toContain('文件内容与其文件名所载的SHA-256不符');
  });

  test('an archived copy that was replaced is named', async ({ bureau }) => {
    const filing = bureau.halfYear('103P01');
    await isArchived(filing);
    await inArchive(bureau, (s3, Bucket) => {
      const Key = `filings/360733/2022-H1/${filing.id}-a1.json`;
      return s3.send(
        new PutObjectCommand({ Bucket, Key, Body: '{"digest":"x"}', ChecksumAlgorithm: 'SHA256' }),
      );
    });
    const { answer } = await packed(bureau, '103');
    expect(answer.mismatches).toEqual([`filings/${filing.id}/archived-a1.json`]);
  });

  test('one larger than a part of an upload arrives whole', async ({ bureau }) => {
    const filing = bureau.halfYear('104P01');
    const large = Buffer.concat([pdf('large'), Buffer.alloc(12 * 1024 * 1024, '%\n')]);
    const file = await filing.isGiven(large);
    const { files, answer } = await packed(bureau, '104', '104-reviewer');
    const found = files.find(({ name }) => name.endsWith(`${file}.pdf`));
    expect(sha256(found?.bytes ?? new Uint8Array())).toBe(file);
    expect(answer.bytes).toBeGreaterThan(12 * 1024 * 1024);
  });
});

describe('2.2d, 3.1 the stamped report and the dispositions in it', () => {
  const paper = (mark: string) => new Uint8Array(pdfFile(plainObjects({ catalogue: `/Mark(${mark})` })));
  const [first, second] = [paper('first'), paper('second')];
  const fileIn = (files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[], bytes: Uint8Array) =>
    files.findIndex(({ name }) => name.endsWith(`.${sha256(bytes)}.pdf`));

  test('every file that was archived, byte for byte, with chains and receipts; all of it holds together', async ({
    bureau,
  }) => {
    await bureau.on('2022-07-18');
    const filing = bureau.halfYear('106P01');
    await filing.isFiled();
    const disposition = await filing.isProposed();
    const report = new ReportCase(bureau, '106');
    await report.isWaived();
    await report.isTold();
    for (const file of [first, second]) {
      await report.isUploaded(file, { reason: '监控数据更正' });
      await report.isConfirmed();
      await bureau.until(async () => (await report.read()).kept?.sha256 === sha256(file));
    }
    const { answer, files, manifest } = await packed(bureau, '106');
    expect(answer).toMatchObject({ mismatches: [], missing: [] });
    for (const file of [first, second])
      expect(Buffer.from(files[fileIn(files, file)]?.bytes ?? []).equals(Buffer.from(file))).toBe(true);
    const own = files.map(({ name }) => name).filter((name) => name.startsWith(`reports/${report.id}/`));
    expect(own.filter((name) => name.includes('/receipts/'))).toHaveLength(8);
    expect(own).toHaveLength(8 + 2 + 1);
    const chain = `dispositions/${disposition}/chain.json`;
    expect(manifest.entries.find(({ path }) => path === chain)?.holds).toBe(true);
    const findings = await verify(files);
    expect(findings.filter(({ verdict }) => verdict === 'broken')).toEqual([]);
    const ofReport = findings.filter(({ file }) => own.includes(file));
    expect(new Set(ofReport.map(({ verdict }) => verdict))).toEqual(new Set(['holds']));
    expect(findings.find(({ file }) => file === chain)?.verdict).toBe('holds');
  });

  test('one byte of the report changed afterwards is found, and the file named', async ({ bureau }) => {
    const { files } = await packed(bureau, '106');
    const at = fileIn(files, second);
    const file = files[at] ?? { name: '', bytes: new Uint8Array() };
    const middle = file.bytes.length >> 1;
    const forged = { ...file, bytes: file.bytes.with(middle, (file.bytes[middle] ?? 0) ^ 1) };
    const findings = await verify(files.with(at, forged));
    const said = findings.filter(({ verdict }) => verdict === 'broken');
    expect(said.map((finding) => [finding.file, finding.sentence])).toEqual([
      [file.name, '文件内容与其文件名所载的SHA-256不符，文件被改动过。'],
      ['manifest.json', `清单中的“${file.name}”与所给文件不符，文件在打包后被改动过。`],
    ]);
  });

  test('an archived report that is no longer what the ledger says is packed and named', async ({
    bureau,
  }) => {
    const report = new ReportCase(bureau, '106');
    const { kept } = await report.read();
    const Key = `reports/360733/${report.id}/${kept?.upload}.pdf`;
    await inArchive(bureau, (s3, Bucket) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: paper('forged'), ChecksumAlgorithm: 'SHA256' })),
    );
    const { answer } = await packed(bureau, '106');
    expect(answer.mismatches).toEqual([`reports/${report.id}/files/${kept?.upload}.${sha256(second)}.pdf`]);
  });
});

describe('who may have it', () => {
  test('the department, the finance office and those who watch over the county', async ({ bureau }) => {
    for (const member of ['105-reviewer', '105-filler', 'finance-office', 'auditor', 'archivist'])
      expect((await bureau.ask(member, 'readBundle', of('105', '2022-H1'))).name).toBe(
        '绩效监控档案_2022_105_2022-H1.zip',
      );
  });

  test('nobody else learns that it is there, nor of a year or a department that is not', async ({
    bureau,
  }) => {
    const tries = ['101-reviewer', '105001-filler', 's01-reviewer', 'admin'].map((member) =>
      bureau.refused(member, 'readBundle', of('105')),
    );
    const others = [
      of('999'),
      { ...of('105'), params: { year: '2021', department: '105' } },
      of('105', '2022-Q3'),
    ];
    const absent = others.map((call) => bureau.refused('finance-office', 'readBundle', call));
    const answers = await Promise.all([...tries, ...absent]);
    expect(answers.map(({ status, detail }) => [status, detail])).toEqual(
      answers.map(() => [404, '没有找到这个部门该年度的档案，或它不在您的管理范围内，请核对后重试。']),
    );
  });

  test('the page comes as a file to keep', async ({ bureau }) => {
    const response = await fetch(`${bureau.runtime.apiUrl}/api/receipts/verifier`, {
      headers: { authorization: `Bearer ${await bureau.token('105-filler')}` },
    });
    expect(response.headers.get('content-disposition')).toContain(`attachment; filename*=`.slice(0, 10));
    expect(await response.text()).toContain('<title>回执与档案核验</title>');
  });
});

describe('a bundle of one round', () => {
  test('has the reports and dispositions of that round alone', async ({ bureau }) => {
    await bureau.on('2022-10-01');
    await bureau.opens('2022-Q3');
    const { url } = await bureau.ask('finance-office', 'readBundle', of('106', '2022-Q3'));
    const names = Object.keys(unzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())));
    expect(names.some((name) => name.startsWith('filings/'))).toBe(true);
    expect(names.filter((name) => /^(?:reports|dispositions)\//.test(name))).toEqual([]);
  });
});
