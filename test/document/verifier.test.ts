/** What anybody can verify offline: 7 kinds of tampering, each found and named; and nothing found where nothing was done. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, isIntact } from '../../shared/aws/seal.ts';
import { firstBreak, type Link } from '../../shared/document/verifier/chain.ts';
import type { Bytes } from '../../shared/document/verifier/digest.ts';
import { verify } from '../../shared/document/verifier/verify.ts';
import {
  archivedContent,
  archivedEvaluation,
  chainOf,
  factsOf,
  filing,
  newKey,
  receiptOfLast,
  report,
  reportFactsOf,
} from '../support/chains.ts';
import { pdf, sha256 } from '../support/evidence.ts';

const key = newKey();
const json = (value: unknown): Bytes => new TextEncoder().encode(JSON.stringify(value));
const chainFile = (events: readonly Link[], name = 'chain.json') => ({
  name,
  bytes: json({ filing, events }),
});
const keyFile = { name: 'key.json', bytes: json(key.jwk) };
const good = chainOf(factsOf('good', 6));
const other = chainOf(factsOf('other', 6));
const receipt = receiptOfLast(good, key);
const receiptFile = { name: 'receipt.json', bytes: json(receipt) };
const frozen = {
  filing,
  attempt: 1,
  digest: digestOf(archivedContent('good', 6)),
  content: archivedContent('good', 6),
  evaluation: archivedEvaluation('good'),
};

const broken = async (files: Parameters<typeof verify>[0]) =>
  (await verify(files)).filter(({ verdict }) => verdict === 'broken').map(({ sentence }) => sentence);

describe('nothing was done', () => {
  test('chain, receipt, key and frozen filing hold together', async () => {
    const files = [keyFile, receiptFile, chainFile(good), { name: 'filing.json', bytes: json(frozen) }];
    expect((await verify(files)).map(({ file, verdict }) => [file, verdict])).toEqual([
      ['key.json', 'open'],
      ['receipt.json', 'holds'],
      ['chain.json', 'holds'],
      ['chain.json', 'holds'],
      ['filing.json', 'holds'],
    ]);
  });

  test('the chain is judged exactly as the ledger judges it', async () => {
    const bend = fc.record({
      at: fc.nat(good.length - 1),
      how: fc.constantFrom('body', 'hash', 'drop', 'swap', 'none'),
    });
    await fc.assert(
      fc.asyncProperty(bend, async ({ at, how }) => {
        const links = bent(good, at, how);
        const parsed = links.map((link) => ({ ...link, ...JSON.parse(link.body) }));
        expect((await firstBreak(links)) === null).toBe(isIntact(parsed));
      }),
      { numRuns: 300 },
    );
  });

  function bent(links: readonly Link[], at: number, how: string): readonly Link[] {
    const [link = { body: '', hash: '' }, next = link] = [links[at], links[at + 1]];
    if (how === 'drop') return links.toSpliced(at, 1);
    if (how === 'swap') return links.toSpliced(at, 2, next, link);
    if (how === 'body') return links.with(at, { ...link, body: link.body.replace('"at":1', '"at":2') });
    return how === 'hash' ? links.with(at, { ...link, hash: digestOf(at) }) : links;
  }
});

/** Places of a chain of ten; the first event has nobody before it and the last nobody after it. */
const places = Array.from({ length: 50 }, (_, turn) => ({ turn, at: 1 + (turn % (good.length - 2)) }));
const of = (links: readonly Link[], at: number): Link => links[at] ?? { body: '', hash: '' };
const edited = ({ body, hash }: Link, turn: number): Link => ({
  body: body.replace(/"at":(\d+)/, (_, at) => `"at":${Number(at) + turn + 1}`),
  hash,
});
/** What a forger computes who edits an event and its hash too. */
const rehashed = (links: readonly Link[], at: number, turn: number): readonly Link[] => {
  const { prevHash: _, seq: __, ...said } = JSON.parse(edited(of(links, at), turn).body);
  const body = JSON.stringify({ ...JSON.parse(of(links, at).body), at: said.at });
  return links.with(at, { body, hash: digestOf(JSON.parse(body)) });
};

describe.each<[string, (at: number, turn: number) => readonly Link[], RegExp]>([
  ['edited', (at, turn) => good.with(at, edited(of(good, at), turn)), /散列值不符，事件被改动过/],
  ['edited with its hash', (at, turn) => rehashed(good, at, turn), /断开/],
  ['deleted', (at) => good.toSpliced(at, 1), /序号是\d+，这里应为\d+/],
  ['inserted', (at) => good.toSpliced(at, 0, of(other, at)), /断开/],
  ['reordered', (at) => good.toSpliced(at, 2, of(good, at + 1), of(good, at)), /这里应为/],
  ['swapped in from another filing', (at) => good.with(at, of(other, at)), /来自另一条链/],
])('%s', (_, tamper, said) => {
  test.each(places)('$turn: found by the chain alone, with the first broken link', async ({ at, turn }) => {
    const [sentence = '', ...more] = await broken([chainFile(tamper(at, turn))]);
    expect(more).toEqual([]);
    expect(sentence).toMatch(said);
    expect(sentence).toMatch(new RegExp(`第(?:${at + 1}|${at + 2})个事件`));
  });
});

describe('the chain alone cannot know', () => {
  test.each(places)('$turn: that its tail was cut; a receipt does', async ({ at }) => {
    const cut = chainFile(good.slice(0, at));
    expect(await broken([cut])).toEqual([]);
    expect(await broken([keyFile, receiptFile, cut])).toEqual([
      `${filing}的事件链止于第${at}个事件，而回执${receipt.receipt.number}证明曾有第${good.length}个事件：链尾被截去。`,
    ]);
  });

  test.each(places)('$turn: that all of it was written anew; a receipt does', async ({ turn }) => {
    const anew = chainFile(chainOf(factsOf(`forged ${turn}`, 6)));
    expect(await broken([anew])).toEqual([]);
    const [sentence, ...more] = await broken([keyFile, receiptFile, anew]);
    expect(more).toEqual([]);
    expect(sentence).toContain('整条链被重写过');
  });

  test('without a receipt it says so', async () => {
    const [, said] = await verify([chainFile(good)]);
    expect(said).toMatchObject({ verdict: 'open' });
    expect(said?.sentence).toContain('没有360733-2022-H1-101-101P01的有效回执');
  });
});

describe('receipts', () => {
  test.each(Object.keys(receipt.receipt))('one whose %s was changed is not signed', async (field) => {
    const values: Record<string, unknown> = {
      seq: 3,
      at: '2022-07-01T00:00:00.000Z',
      act: 'approved',
      daysLate: 5,
    };
    const changed = field === 'by' ? { name: '王五', post: '绩效股' } : (values[field] ?? 'x');
    const bytes = json({ ...receipt, receipt: { ...receipt.receipt, [field]: changed } });
    const [sentence] = await broken([keyFile, { name: 'receipt.json', bytes }]);
    expect(sentence).toContain('签名与内容不符');
  });

  test('one that a forger signed himself names another key', async () => {
    const forged = { name: 'receipt.json', bytes: json(receiptOfLast(good, newKey())) };
    expect((await broken([keyFile, forged]))[0]).toContain('由另一把钥匙');
  });

  test('one that a forger signed under the name of the right key is not signed', async () => {
    const own = receiptOfLast(good, newKey());
    const forged = { ...own, signature: { ...own.signature, key: key.jwk.kid } };
    expect((await broken([keyFile, { name: 'r.json', bytes: json(forged) }]))[0]).toContain('签名与内容不符');
  });

  test('a key that bears the thumbprint of another one is not believed', async () => {
    const bytes = json({ ...newKey().jwk, kid: key.jwk.kid });
    const said = await broken([{ name: 'key.json', bytes }, receiptFile]);
    expect(said[0]).toContain('这把公钥不可信');
    expect(said[1]).toContain('由另一把钥匙');
  });

  test('without the key nothing is said of it, and it proves nothing', async () => {
    const said = await verify([receiptFile, chainFile(good.slice(0, 3))]);
    expect(said.map(({ verdict }) => verdict)).toEqual(['open', 'holds', 'open']);
  });

  test('an event is not enough for another filing: the receipt says whose it is', async () => {
    const stolen = { name: 'chain.json', bytes: json({ filing: '360733-2022-H1-101-101P02', events: good }) };
    const own = receiptOfLast(other, key, '360733-2022-H1-101-101P02');
    expect((await broken([keyFile, { name: 'r.json', bytes: json(own) }, stolen]))[0]).toContain(
      '另一份填报',
    );
  });
});

describe('archived files', () => {
  const filingFile = (changed: object) => ({ name: 'filing.json', bytes: json({ ...frozen, ...changed }) });
  const content = { mark: 'good', save: 7 };

  test.each([
    ['content', { content }, '与其所载摘要不符'],
    ['content and digest', { content, digest: digestOf(content) }, '不是事件链所记第1次送审的内容'],
    ['evaluation', { evaluation: { lights: 'green' } }, '预警和校验结果'],
    ['attempt', { attempt: 2 }, '不是事件链所记第2次送审的内容'],
  ] as const)('%s changed', async (_, changed, said) => {
    expect((await broken([chainFile(good), filingFile(changed)]))[0]).toContain(said);
  });

  test('without its chain it is held against the receipt of its archive', async () => {
    const changed = filingFile({ content, digest: digestOf(content) });
    expect(await broken([keyFile, receiptFile, filingFile({})])).toEqual([]);
    expect((await broken([keyFile, receiptFile, changed]))[0]).toContain('不是归档回执所载的内容');
  });

  test('evidence is known by its bytes, whatever it is called', async () => {
    const bytes = new Uint8Array(pdf());
    const file = sha256(bytes);
    const withFile = { ...archivedContent('good', 6), files: [{ file }] };
    const naming = {
      name: 'filing.json',
      bytes: json({ ...frozen, content: withFile, digest: digestOf(withFile) }),
    };
    const verdicts = async (name: string, given = bytes) =>
      (await verify([naming, { name, bytes: given }]))
        .filter((each) => each.file === name)
        .map((each) => each.verdict);
    expect(await verdicts('合同.pdf')).toEqual(['holds']);
    expect(await verdicts(`${file}.pdf`)).toEqual(['holds']);
    expect(await verdicts('合同.pdf', bytes.with(20, 1))).toEqual(['open']);
    expect(await verdicts(`${file}.pdf`, bytes.with(20, 1))).toEqual(['broken']);
  });

  test('a manifest names what was changed since, what was wrong then, and what is not there', async () => {
    const entry = (path: string, bytes: Bytes, held: boolean | null) => ({
      path,
      bytes: bytes.length,
      sha256: sha256(bytes),
      holds: held,
    });
    const [a, b, c] = [json({ a: 1 }), json({ b: 1 }), json({ c: 1 })];
    const manifest = {
      format: 'bundle-1',
      region: '360733',
      year: 2022,
      department: '101',
      departmentName: '县教体局',
      packedAt: '2022-12-31T00:00:00Z',
      entries: [entry('data/a.json', a, true), entry('data/b.json', b, null), entry('data/c.json', c, false)],
      missing: ['data/d.json'],
    };
    const said = await verify([
      { name: '档案/manifest.json', bytes: json(manifest) },
      { name: '档案/data/a.json', bytes: a },
      { name: '档案/data/b.json', bytes: json({ b: 2 }) },
    ]);
    const ofManifest = said.filter(({ file }) => file === '档案/manifest.json');
    expect(ofManifest.map(({ verdict, sentence }) => [verdict, /“.*?”|\d+个/.exec(sentence)?.[0]])).toEqual([
      ['broken', '“data/b.json”'],
      ['broken', '“data/c.json”'],
      ['broken', '“data/d.json”'],
      ['open', '1个'],
      ['holds', '1个'],
    ]);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['broken JSON', new TextEncoder().encode('{"filing":')],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0xfe])],
    ['a chain of nonsense', json({ filing, events: [{ body: 'null', hash: '' }] })],
  ] as const)('%s is looked at without harm', async (name, bytes) => {
    expect(await verify([{ name, bytes: new Uint8Array(bytes) }])).toHaveLength(1);
  });
});

describe('a stamped report', () => {
  const bytes = new Uint8Array(pdf('report'));
  const digest = sha256(bytes);
  const chain = chainOf(reportFactsOf(digest));
  const path = (of: string) => `reports/${report}/files/u1.${of}.pdf`;
  const chainOfReport = (events: readonly Link[]) => ({
    name: 'chain.json',
    bytes: json({ report, events }),
  });
  const own = { name: 'r.json', bytes: json(receiptOfLast(chain, key, report)) };
  const verdictsOf = async (files: Parameters<typeof verify>[0]) =>
    (await verify(files)).map(({ file, verdict }) => [file, verdict]);

  test('chain, receipt, key and file hold together; the file by its bytes, whatever it is called', async () => {
    for (const name of [path(digest), '报告.pdf'])
      expect(await verdictsOf([keyFile, own, chainOfReport(chain), { name, bytes }])).toEqual([
        ['key.json', 'open'],
        ['r.json', 'holds'],
        ['chain.json', 'holds'],
        ['chain.json', 'holds'],
        [name, 'holds'],
      ]);
    const withoutChain = await verify([keyFile, own, { name: '报告.pdf', bytes }]);
    expect(withoutChain.at(-1)?.sentence).toContain(`回执${report}-000005所载的SHA-256一致`);
  });

  test('one changed byte is found and named, also under a name that was made to fit', async () => {
    const forged = bytes.with(20, 1);
    expect(await broken([chainOfReport(chain), { name: path(digest), bytes: forged }])).toEqual([
      '文件内容与其文件名所载的SHA-256不符，文件被改动过。',
    ]);
    expect(await broken([chainOfReport(chain), { name: path(sha256(forged)), bytes: forged }])).toEqual([
      `${report}的事件链里没有归档过这个文件：文件被替换过。`,
    ]);
    const absent = await verify([chainOfReport(chain)]);
    expect(absent.at(-1)).toMatchObject({ verdict: 'open' });
    expect(absent.at(-1)?.sentence).toContain(`所给文件中没有${report}归档的文件（SHA-256为${digest}）`);
  });

  test.each<[string, readonly Link[], RegExp]>([
    ['edited', chain.with(3, edited(of(chain, 3), 1)), /第4个事件（核对，.*散列值不符/],
    ['deleted', chain.toSpliced(2, 1), /第3个事件（核对，.*序号是4，这里应为3/],
    ['reordered', chain.toSpliced(1, 2, of(chain, 2), of(chain, 1)), /第2个事件（文件合格，/],
    ['swapped in from a filing', chain.with(2, of(good, 2)), /来自另一条链/],
  ])('%s: the chain finds it alone', async (_, events, said) => {
    expect((await broken([chainOfReport(events)]))[0]).toMatch(said);
  });

  test('a cut tail and a chain written anew are found by the receipt, and the latter is no 填报', async () => {
    const [cut] = await broken([keyFile, own, chainOfReport(chain.slice(0, 4))]);
    expect(cut).toContain('链尾被截去');
    const anew = chainOf(reportFactsOf(sha256(new Uint8Array(pdf('forged')))));
    const [rewritten] = await broken([keyFile, own, chainOfReport(anew)]);
    expect(rewritten).toContain('整条链被重写过，或这条链属于另一份报告');
  });

  test('a disposition’s chain is judged likewise, and owns that nothing was signed of it', async () => {
    const disposition = `${filing}-D1`;
    const events = chainOf([{ type: 'proposed' }, { type: 'ordered' }, { type: 'closed' }]);
    const file = (links: readonly Link[]) => ({
      name: 'd.json',
      bytes: json({ disposition, events: links }),
    });
    expect((await verdictsOf([file(events)])).map(([, verdict]) => verdict)).toEqual(['holds', 'open']);
    expect((await broken([file(events.toSpliced(1, 1))]))[0]).toMatch(/第2个事件（办结/);
  });
});

describe('100,000 events', () => {
  const long = chainOf(factsOf('long', 99_996));
  const secondsOf = async (act: () => unknown) => {
    const before = process.cpuUsage();
    expect(await act()).not.toBe(false);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };

  test('take the ledger less than two seconds of a processor', async () => {
    const links = long.map((link) => ({ ...link, ...JSON.parse(link.body) }));
    expect(links).toHaveLength(100_000);
    expect(await secondsOf(() => isIntact(links))).toBeLessThan(2);
  });

  test('take the page, whose browser is asked for each hash, less than five', async () => {
    expect(await secondsOf(() => firstBreak(long).then((found) => found === null))).toBeLessThan(5);
  });
});
