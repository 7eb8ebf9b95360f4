/** The very first start: from the first moment at which somebody is answered, the county is founded and knows its members. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { standUp } from '../../infra/desk/stand-up.ts';
import { freePorts } from '../../infra/embedded/free-ports.ts';
import { smallCounty } from '../support/counties.ts';

test('whoever is answered is known', async () => {
  const data = await mkdtemp(join(tmpdir(), 'first-'));
  const [port = 0] = await freePorts(1);
  const standing = standUp({ data, port, county: smallCounty('101'), log: () => undefined });
  try {
    const first = await Promise.race([
      firstAnswer(`http://127.0.0.1:${port}`),
      standing.then(() => undefined),
    ]);
    expect(first ?? (await firstAnswer(`http://127.0.0.1:${port}`))).toEqual({
      status: 200,
      id: '101-filler',
    });
  } finally {
    await (await standing).stop();
    await rm(data, { recursive: true, force: true });
  }
}, 60_000);

/** Knocks until the door is there, then asks at once who one is. */
async function firstAnswer(url: string): Promise<{ status: number; id: unknown }> {
  for (;;) {
    const signedIn = await fetch(`${url}/local/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ member: '101-filler' }),
    }).catch(() => undefined);
    if (signedIn === undefined) {
      await pause(5);
      continue;
    }
    const { access_token: token } = (await signedIn.json()) as { access_token: string };
    const me = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    const { id } = (await me.json()) as { id?: unknown };
    return { status: me.status, id };
  }
}
