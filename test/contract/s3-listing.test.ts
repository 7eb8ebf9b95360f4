/** The contract of S3: what listings show, in which order, and how they go on page by page. */
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesk, type S3Desk } from './s3-desk.ts';

let desk: S3Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.stop());

/** In the order of their UTF-8 bytes, which is not that of JavaScript. */
const NAMES = [
  'a',
  'a b',
  'a&b',
  'dir/1',
  'dir/2',
  'dir/sub/1',
  'dir/sub/2',
  'dir2/1',
  'z',
  '文件',
  '\uffee',
  '\u{1f600}',
];

const under = (name: string) => `${desk.prefix}list/${name}`;
const bare = (name: string | undefined) => name?.slice(under('').length);

beforeAll(async () => {
  for (const name of [...NAMES].reverse())
    await desk.client.send(new PutObjectCommand({ Bucket: desk.plain, Key: under(name), Body: name }));
});

async function list(more: Partial<ListObjectsV2CommandInput> = {}) {
  const { Prefix = '', StartAfter, ...rest } = more;
  const answer = await desk.client.send(
    new ListObjectsV2Command({
      Bucket: desk.plain,
      Prefix: under(Prefix),
      ...(StartAfter === undefined ? {} : { StartAfter: under(StartAfter) }),
      ...rest,
    }),
  );
  return {
    answer,
    keys: (answer.Contents ?? []).map(({ Key }) => bare(Key)),
    groups: (answer.CommonPrefixes ?? []).map((group) => bare(group.Prefix)),
  };
}

describe('ListObjectsV2', () => {
  test('keys come in the order of their bytes, with size, ETag and date', async () => {
    const { answer, keys } = await list();
    expect(keys).toEqual(NAMES);
    expect(answer.Contents?.[0]).toMatchObject({ Size: 1, ETag: '"0cc175b9c0f1b6a831c399e269772661"' });
    expect(answer).toMatchObject({ KeyCount: NAMES.length, IsTruncated: false });
  });

  test('a delimiter folds what follows it', async () => {
    expect(await list({ Delimiter: '/' })).toMatchObject({
      keys: NAMES.filter((name) => !name.includes('/')),
      groups: ['dir/', 'dir2/'],
    });
    expect(await list({ Delimiter: '/', Prefix: 'dir/' })).toMatchObject({
      keys: ['dir/1', 'dir/2'],
      groups: ['dir/sub/'],
    });
    expect(await list({ Delimiter: '/', Prefix: 'dir' })).toMatchObject({
      keys: [],
      groups: ['dir/', 'dir2/'],
    });
  });

  test.each([1, 2, 3, 5])('pages of %i miss nothing and repeat nothing', async (size) => {
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const { answer, keys, groups } = await list({
        Delimiter: '/',
        MaxKeys: size,
        ...(token ? { ContinuationToken: token } : {}),
      });
      expect(keys.length + groups.length).toBeLessThanOrEqual(size);
      seen.push(...[...keys, ...groups].sort());
      token = answer.NextContinuationToken;
      expect(answer.IsTruncated).toBe(token !== undefined);
    } while (token);
    const whole = await list({ Delimiter: '/' });
    expect([...seen].sort()).toEqual([...whole.keys, ...whole.groups].sort());
  });

  test('start after a key', async () => {
    expect((await list({ StartAfter: 'dir/sub/1' })).keys).toEqual(NAMES.slice(NAMES.indexOf('dir/sub/2')));
    expect((await list({ StartAfter: 'dir/1', Delimiter: '/' })).groups).toEqual(['dir/', 'dir2/']);
  });

  test('encoded names, and no keys at all', async () => {
    const { answer, keys } = await list({ Prefix: 'a', EncodingType: 'url' });
    expect(answer.EncodingType).toBe('url');
    expect(keys.map((key) => decodeURIComponent(key?.replaceAll('+', ' ') ?? ''))).toEqual([
      'a',
      'a b',
      'a&b',
    ]);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ keys: [], answer: { IsTruncated: false } });
    expect(await list({ Prefix: 'nothing/' })).toMatchObject({ keys: [], answer: { KeyCount: 0 } });
  });

  test('a wrong token is refused', async () => {
    await expect(list({ ContinuationToken: '!' })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  test('more keys than one page holds', async () => {
    const names = Array.from({ length: 1012 }, (_, index) => `bulk/${String(index).padStart(4, '0')}`);
    for (let from = 0; from < names.length; from += 16)
      await Promise.all(
        names
          .slice(from, from + 16)
          .map((name) =>
            desk.client.send(new PutObjectCommand({ Bucket: desk.plain, Key: under(name), Body: '' })),
          ),
      );
    const first = await list({ Prefix: 'bulk/' });
    expect(first).toMatchObject({ keys: names.slice(0, 1000), answer: { IsTruncated: true } });
    const token = first.answer.NextContinuationToken ?? '';
    expect((await list({ Prefix: 'bulk/', ContinuationToken: token })).keys).toEqual(names.slice(1000));
    expect((await list({ Delimiter: '/', MaxKeys: 2, StartAfter: 'a&b' })).groups).toEqual(['bulk/', 'dir/']);
  });
});

describe('ListObjectVersions', () => {
  const key = (name: string) => `${desk.prefix}versions/${name}`;
  const put = (name: string, body: string) =>
    desk.client.send(new PutObjectCommand({ Bucket: desk.versioned, Key: key(name), Body: body }));

  beforeAll(async () => {
    for (const body of ['one', 'two', 'three']) await put('a', body);
    await put('b', 'one');
    await desk.client.send(new DeleteObjectCommand({ Bucket: desk.versioned, Key: key('b') }));
    await put('dir/c', 'one');
  });

  test('every version and marker, the newest of a key first', async () => {
    const answer = await desk.client.send(
      new ListObjectVersionsCommand({ Bucket: desk.versioned, Prefix: key('') }),
    );
    const versions = (answer.Versions ?? []).map((version) => [version.Key, version.IsLatest, version.Size]);
    expect(versions).toEqual([
      [key('a'), true, 5],
      [key('a'), false, 3],
      [key('a'), false, 3],
      [key('b'), false, 3],
      [key('dir/c'), true, 3],
    ]);
    expect(answer.DeleteMarkers).toMatchObject([{ Key: key('b'), IsLatest: true }]);
  });

  test('page by page', async () => {
    const seen: string[] = [];
    let place: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (place) {
      const answer: Awaited<ReturnType<typeof page>> = await page(place);
      for (const entry of [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])])
        seen.push(`${entry.Key} ${entry.VersionId}`);
      for (const group of answer.CommonPrefixes ?? []) seen.push(`${group.Prefix}`);
      place = answer.IsTruncated ? placeAfter(answer) : undefined;
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
    expect(seen.at(-1)).toBe(key('dir/'));
  });

  function page(place: { KeyMarker?: string; VersionIdMarker?: string }) {
    return desk.client.send(
      new ListObjectVersionsCommand({
        Bucket: desk.versioned,
        Prefix: key(''),
        Delimiter: '/',
        MaxKeys: 1,
        ...place,
      }),
    );
  }

  function placeAfter(answer: Awaited<ReturnType<typeof page>>) {
    const { NextKeyMarker, NextVersionIdMarker } = answer;
    return {
      ...(NextKeyMarker ? { KeyMarker: NextKeyMarker } : {}),
      ...(NextVersionIdMarker ? { VersionIdMarker: NextVersionIdMarker } : {}),
    };
  }

  test('a hidden key is not among the objects', async () => {
    const answer = await desk.client.send(
      new ListObjectsV2Command({ Bucket: desk.versioned, Prefix: key('') }),
    );
    expect(answer.Contents?.map(({ Key }) => Key)).toEqual([key('a'), key('dir/c')]);
  });
});
