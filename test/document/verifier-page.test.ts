/** The verifier's page in a real browser, opened from the disk: what it says of good and of forged files, and that it speaks to nobody. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifierPage } from '../../infra/cloud/verifier-page.ts';
import type { Link } from '../../shared/document/verifier/chain.ts';
import { type BrowserPage, openPage } from '../support/browser-page.ts';
import { chainOf, factsOf, filing, newKey, receiptOfLast } from '../support/chains.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const key = newKey();
const good = chainOf(factsOf('good'));
const other = chainOf(factsOf('other'));
const receipt = receiptOfLast(good, key);

let folder: string;
let page: BrowserPage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verifier-'));
  const file = join(folder, 'verifier.html');
  await writeFile(file, await verifierPage(root));
  page = await openPage(pathToFileURL(file).href);
}, 60_000);
afterAll(async () => {
  await page.close();
  await rm(folder, { recursive: true, force: true });
});

/** Chooses files on the page; answers its conclusion and its lines. */
async function shown(files: Readonly<Record<string, unknown>>) {
  const paths = await Promise.all(
    Object.entries(files).map(async ([name, value]) => {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
      return path;
    }),
  );
  await page.evaluate("document.getElementById('summary').textContent = ''");
  await page.choose('#files', paths);
  await page.until("/^(?:结论|没有文件)/.test(document.getElementById('summary').textContent)");
  const lines = "[...document.querySelectorAll('li')].map((line) => [line.className, line.textContent])";
  const found = await page.evaluate(
    `({ summary: document.getElementById('summary').textContent, lines: ${lines} })`,
  );
  return found as { readonly summary: string; readonly lines: readonly (readonly [string, string])[] };
}

const chain = (events: readonly Link[]) => ({ filing, events });
const at = (links: readonly Link[], index: number): Link => links[index] ?? { body: '', hash: '' };

describe('on the page', () => {
  test('what is whole is said to be, with who did what when', async () => {
    const { summary, lines } = await shown({ 'key.json': key.jwk, 'r.json': receipt, 'c.json': chain(good) });
    expect(summary).toBe('结论：没有发现不符；3处相符，1处凭所给文件不能判断。');
    expect(lines.map(([verdict]) => verdict)).toEqual(['open', 'holds', 'holds', 'holds']);
    expect(lines[0]?.[1]).toContain(`指纹为 ${key.jwk.kid}`);
    expect(lines[1]?.[1]).toContain('签名有效：系统于2022-07-05 15:00:00对360733-2022-H1-101-101P01作“归档”');
  });

  test.each<[string, readonly Link[], string]>([
    [
      'edited',
      good.with(2, { ...at(good, 2), body: at(good, 2).body.replace('刘晓梅', '王五') }),
      '第3个事件（暂存，2022-07-05 11:00:00，王五）断开：内容与其散列值不符',
    ],
    [
      'deleted',
      good.toSpliced(2, 1),
      '第3个事件（暂存，2022-07-05 12:00:00，刘晓梅）断开：它的序号是4，这里应为3',
    ],
    ['inserted', good.toSpliced(2, 0, at(other, 2)), '第3个事件'],
    ['reordered', good.toSpliced(2, 2, at(good, 3), at(good, 2)), '第3个事件'],
    [
      'swapped',
      good.with(2, at(other, 2)),
      '第3个事件（暂存，2022-07-05 11:00:00，刘晓梅）断开：它没有接在前一个事件之后',
    ],
    ['cut', good.slice(0, 4), '链尾被截去'],
    ['written anew', chainOf(factsOf('forged')), '整条链被重写过'],
  ])('a chain that was %s is found', async (_, events, said) => {
    const { summary, lines } = await shown({
      'key.json': key.jwk,
      'r.json': receipt,
      'c.json': chain(events),
    });
    expect(summary).toBe('结论：有1处不符，见下。');
    expect(lines.find(([verdict]) => verdict === 'broken')?.[1]).toContain(said);
  });

  test('a forged receipt is found', async () => {
    const forged = { ...receipt, receipt: { ...receipt.receipt, daysLate: 3 } };
    const { lines } = await shown({ 'key.json': key.jwk, 'r.json': forged });
    expect(lines[1]?.[0]).toBe('broken');
  });

  test('names and texts of files are shown as text, never as markup', async () => {
    const { lines } = await shown({ '<img src=x onerror=document.title=1>.json': '{}' });
    expect(lines[0]?.[1]).toContain('<img src=x onerror=document.title=1>.json');
    expect(await page.evaluate("document.querySelectorAll('li img').length")).toBe(0);
  });

  test('the page can reach nobody', async () => {
    const tries = ["fetch('http://127.0.0.1:9/')", "fetch('data:text/plain,x')"].map((act) =>
      page.evaluate(`${act}.then(() => 'reached', () => 'refused')`),
    );
    expect(await Promise.all(tries)).toEqual(['refused', 'refused']);
    expect(await page.evaluate("performance.getEntriesByType('resource').length")).toBe(0);
  });
});
