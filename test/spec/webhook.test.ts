/** The webhook: another system hears what has happened, signed, at least once, under the same id each time, and never a word that a person wrote. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bureau } from '../support/bureau.ts';
import { smallCounty } from '../support/counties.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const secret = 'kept-by-both-sides-and-nobody-else-0001';
const canary = (nth: number) => `金丝雀${nth.toString().padStart(2, '0')}`;
const phone = '13807330047';
const small = smallCounty('101');
/** People of the county under names that stand nowhere else. */
const county = {
  ...small,
  members: small.members.map((member, index) => ({ ...member, name: canary(60 + index) })),
};

let receiver: WebhookReceiver;
let bureau: Bureau;
beforeAll(async () => {
  receiver = await WebhookReceiver.open(secret);
  bureau = await Bureau.open('2022-07-01', county, {
    parameters: {
      WebhookUrl: receiver.url,
      WebhookSecret: secret,
      WebhookLoopback: 'allowed',
    },
  });
  receiver.now = bureau.runtime.clock.now;
  await bureau.opens('2022-H1', county.subjects.length);
});
afterAll(async () => {
  await bureau?.close();
  await receiver?.close();
});

const id = (subject: string, seq: number) => `360733-2022-H1-101-${subject}/${seq}`;
const heard = (event: string) => bureau.until(async () => receiver.events.has(event));
const deadLetters = () => readFile(join(bureau.folder, 'dead-letters.jsonl'), 'utf8').catch(() => '');

describe('a filing from its first draft into the archive', () => {
  const written: string[] = [];
  const says = (text: string): string => {
    written.push(text);
    return text;
  };

  test('is heard of step by step, by ids, codes and instants', async () => {
    const filing = bureau.halfYear('101P01');
    await filing.isFiled((content) => ({
      ...content,
      phone: says(phone),
      texts: {
        goalReview: `目标任务完成过半，联系人${says(canary(1))}。`,
        budgetReview: `支出进度达到序时要求，经办${says(canary(2))}。`,
        implementationReview: `分工落实、按月调度，${says(canary(3))}。`,
        fundReview: `专账核算、手续齐全，${says(canary(4))}。`,
      },
      rows: Object.fromEntries(
        Object.entries(content.rows).map(([code, row], index) => [
          code,
          'statusText' in row && row.statusText ? { ...row, statusText: says(canary(10 + index)) } : row,
        ]),
      ),
    }));
    await filing.isReturned(says(canary(5)), [{ pointer: '/texts/goalReview', text: says(canary(6)) }]);
    await filing.isFiled((content) => ({
      ...content,
      phone,
      texts: { ...content.texts, goalReview: `目标任务完成过半，已按意见修改，${says(canary(7))}。` },
    }));
    await filing.isApproved();
    await filing.isApproved();
    expect(await filing.stage()).toBe('archived');
    await bureau.runtime.settled();
    const { events } = await bureau.ask('finance-office', 'readEvents', filing.params);
    const announced = events.filter(({ type }) => !['issued', 'saved', 'token-renewed'].includes(type));
    for (const { seq } of announced) await heard(id('101P01', seq));
    const mine = [...receiver.events.values()].filter(({ filing: of }) => of === filing.id);
    expect(mine.map(({ seq, fact }) => `${seq} ${fact}`).sort()).toEqual(
      announced.map(({ seq, type }) => `${seq} ${type}`).sort(),
    );
    const { at, ...first } = receiver.events.get(id('101P01', 3)) ?? {};
    expect(first).toEqual({
      ...{ kind: 'Filing Fact', id: id('101P01', 3), fact: 'submitted', seq: 3, filing: filing.id },
      ...{ region: '360733', round: '2022-H1', department: '101', subject: '101P01' },
    });
    expect(at).toMatch(/^2022-07-01T\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('none of the words, names, numbers and tokens of it is on the bus or in a delivery', async () => {
    const { digest } = await bureau.halfYear('101P01').read();
    const secrets = [
      ...written,
      ...county.members.map(({ name }) => name),
      ...['101001-filler', '101-reviewer', 'finance-office'],
      await bureau.token('101001-filler'),
      (await bureau.token('101-reviewer')).split('.')[2] ?? '',
      ...['key-1', 'key-2', digest ?? '', secret, bureau.runtime.credentials.secretAccessKey],
    ];
    expect(new Set(secrets).size).toBeGreaterThanOrEqual(30);
    // Whatever comes over a bus is in this journal before it is delivered; so are the deliveries' own inputs.
    const bus = await readFile(join(bureau.folder, 'invocations.journal'), 'utf8');
    const deliveries = JSON.stringify(receiver.deliveries);
    for (const sent of [bus, deliveries]) {
      expect(sent).toContain(id('101P01', 3));
      expect(secrets.filter((each) => each === '' || sent.includes(each))).toEqual([]);
    }
    // What is looked for would be found: the filing itself holds it.
    expect(JSON.stringify(await bureau.halfYear('101P01').read())).toContain(canary(7));
  });

  test('what people were told is announced without its words', async () => {
    const told = [...receiver.events.values()].filter(({ kind }) => kind === 'News Told');
    expect(told).toMatchObject([{ id: '360733/filing/2022-H1/101/101P01/5', topic: 'filing', messages: 1 }]);
  });
});

describe('a delivery', () => {
  test('that is answered with 500 comes again, under the same id and freshly signed, until it is taken', async () => {
    const event = id('101P02', 3);
    receiver.failing.set(event, 2);
    await bureau.halfYear('101P02').isFiled();
    const tries = () => receiver.deliveries.filter((each) => each.id === event);
    await bureau.until(async () => tries().length === 1);
    await bureau.on('2022-07-01', '10:00:00');
    await heard(event);
    expect(tries().map(({ status }) => status)).toEqual([500, 500, 204]);
    expect(new Set(tries().map(({ body }) => body)).size).toBe(1);
    expect(new Set(tries().map(({ headers }) => headers['x-event-timestamp'])).size).toBe(3);
    expect(await deadLetters()).toBe('');
  });

  test('is refused by its receiver when it is shown again six minutes later, and when its time is changed', async () => {
    const { headers, body = '' } = receiver.deliveries.findLast(({ status }) => status === 204) ?? {};
    const show = async (changed: Record<string, string> = {}) => {
      const names = ['x-event-id', 'x-event-timestamp', 'x-event-signature'];
      const recorded = Object.fromEntries(names.map((name) => [name, String(headers?.[name])]));
      const answer = await fetch(receiver.url, {
        method: 'POST',
        body,
        headers: { ...recorded, ...changed },
      });
      return answer.status;
    };
    const now = Math.floor(bureau.runtime.clock.now() / 1000);
    await bureau.on('2022-07-01', '11:00:00');
    expect(await show()).toBe(401);
    expect(await show({ 'x-event-timestamp': String(now + 3600) })).toBe(401);
  });

  test('that is never taken ends among the dead letters, and holds up no other', async () => {
    const [lost, other] = [id('101P03', 3), id('101P03', 4)];
    receiver.failing.set(lost, 99);
    await bureau.halfYear('101P03').isFiled();
    await heard(other);
    await bureau.on('2022-07-01', '12:00:00');
    await bureau.until(async () => (await deadLetters()) !== '');
    const [letter, ...more] = (await deadLetters())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      payload: { detail: { id: lost } },
      reason: expect.stringContaining('the receiver answered 500 (after 3 attempts)'),
    });
  });

  test('with anything else than ids, codes and instants in it is not made', async () => {
    const before = receiver.deliveries.length;
    const event = {
      'detail-type': 'Filing Fact',
      detail: { id: id('101P01', 3), at: '2022-07-01T01:00:00.000Z', filing: '刘晓梅' },
    };
    expect(await bureau.runtime.invoke('call-webhook', event)).toHaveProperty('error');
    const nested = { ...event, detail: { ...event.detail, filing: { text: 'a' } } };
    expect(await bureau.runtime.invoke('call-webhook', nested)).toHaveProperty('error');
    expect(receiver.deliveries).toHaveLength(before);
  });
});

describe('without an address', () => {
  test('nothing is called for: the rule is off, and the function says that there is no webhook', async () => {
    const quiet = await Bureau.open('2022-07-01', county);
    try {
      await quiet.opens('2022-H1', county.subjects.length);
      await quiet.runtime.settled();
      const { invocations } = quiet.runtime.counts();
      const called = Object.entries(invocations).filter(
        ([name, times]) => name.includes('CallWebhook') && times > 0,
      );
      expect(called).toEqual([]);
      expect(await quiet.runtime.invoke('call-webhook', {})).toEqual({ payload: { called: false } });
    } finally {
      await quiet.close();
    }
  });

  test('an address that is plain HTTP, private or unsigned is refused before anything is called', async () => {
    for (const [parameters, why] of [
      [{ WebhookUrl: receiver.url, WebhookSecret: secret }, 'only https'],
      [{ WebhookUrl: 'https://169.254.169.254/', WebhookSecret: secret }, 'not in the public network'],
      [{ WebhookUrl: 'https://county.example/' }, 'without a secret'],
    ] as const) {
      const other = await Bureau.open('2022-07-01', county, { parameters });
      try {
        const outcome = await other.runtime.invoke('call-webhook', {});
        expect(outcome).toMatchObject({ error: { errorMessage: expect.stringContaining(why) } });
      } finally {
        await other.close();
      }
    }
  });
});
