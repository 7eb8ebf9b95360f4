/** kill -9 in the middle of a review: nothing that was acknowledged is lost, and the filing goes on where it was. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { RouteName } from '../../shared/contract/api.ts';
import { type Call, createClient } from '../../shared/contract/client.ts';
import { filledFor } from '../support/contents.ts';
import { type DeskProcess, startDesk } from '../support/desk-process.ts';
import { attach, pdf } from '../support/evidence.ts';

const params = { filing: '360733-2022-H1-101-101P01' };
let desk: DeskProcess | undefined;

afterEach(async () => desk?.kill());

async function ask<N extends RouteName>(member: string, name: N, call: Call<N>) {
  if (desk === undefined) throw new Error('nothing runs');
  const response = await fetch(`${desk.apiUrl}/local/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ member }),
  });
  const { access_token: token } = z.parse(z.object({ access_token: z.string() }), await response.json());
  const reply = await createClient(desk.apiUrl, token)(name, call);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`);
  return reply.body;
}

async function until(stage: string): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    const reply = await ask('finance-office', 'readFiling', { params }).catch(() => undefined);
    if (reply?.stage === stage) return;
    await pause(50);
  }
  throw new Error(`never came to ${stage}`);
}

test('killed while the department reviews, and again right after its approval: the filing is archived', async () => {
  const data = await mkdtemp(join(tmpdir(), 'kill-'));
  const restart = async () => {
    await desk?.kill();
    desk = await startDesk(data, '2022-07-01');
  };
  await restart();
  await ask('finance-office', 'openRound', { params: { round: '2022-H1' }, version: 0 });
  await until('not-started');
  const filing = await ask('101001-filler', 'readFiling', { params });
  const asFiller = <N extends RouteName>(name: N, call: Call<N>) => ask('101001-filler', name, call);
  const files = [{ file: await attach(asFiller, params.filing, pdf(), '合同.pdf') }];
  const body = { ...filledFor(filing), files };
  await asFiller('saveDraft', { params, body, version: filing.version });
  const { digest } = await ask('101001-filler', 'submitFiling', { params, version: 2 });
  if (digest === null) throw new Error('what was sent has no digest');
  await until('dept-review');

  await restart();
  expect(await ask('101-reviewer', 'readFiling', { params })).toMatchObject({
    stage: 'dept-review',
    version: 3,
  });
  await ask('101-reviewer', 'approveFiling', { params, body: { digest, opinion: '同意' }, version: 3 });

  await restart();
  await until('section-review');
  await ask('s01-reviewer', 'approveFiling', { params, body: { digest, opinion: '同意' }, version: 5 });
  await until('archived');
  const { events, intact } = await ask('finance-office', 'readEvents', { params });
  expect(intact).toBe(true);
  expect(events.filter((event) => event.type === 'archived')).toHaveLength(1);
  await rm(data, { recursive: true, force: true });
}, 180_000);
