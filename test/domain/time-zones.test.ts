/** Notice 2.2a (domain §3): the due day ends at midnight in Shanghai wherever the host stands, to the millisecond. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const child = fileURLToPath(new URL('time-zone-child.ts', import.meta.url));

describe('due −1 ms, due, due +1 ms', () => {
  test.each(['UTC', 'America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati'])('on a host in %s', (TZ) => {
    const said = execFileSync(process.execPath, ['--import', 'tsx', child], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual({
      zone: TZ,
      late: [0, 1, 1, 1, 2],
      due: ['2022-07-10', '2022-07-11', '2022-07-11'],
      locked: ['accepted', 'round-locked', 'round-locked'],
      opens: [false, true],
      appears: '2022-06-29T16:00:00.000Z',
      marks: ['2022-07-10T16:00:00.000Z', '2022-07-15T16:00:00.000Z'],
    });
  });
});
