import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ClassifierError, type PhotoClassifier } from '../../../cli/classifier.ts';
import { classifyFolder, type FolderRun } from '../../../cli/folder/classify-folder.ts';
import { findPhotos } from '../../../cli/folder/photo-files.ts';
import { openResultFile } from '../../../cli/folder/result-file.ts';
import { createSorter } from '../../../cli/folder/sorting.ts';
import { scratchFolder } from './scratch.ts';

const answer = {
  probability: 0.9,
  confidence: 0.9,
  probabilities: {},
  is_pet: true,
  pet_score: 1,
  needs_review: false,
};

/** Says of a photo what stands in its bytes, and which were asked for. */
function reads(change: (text: string) => void | Promise<void> = () => {}) {
  const asked: string[] = [];
  const classifier: PhotoClassifier = {
    async classify(photo) {
      const text = photo.toString();
      asked.push(text);
      await change(text);
      if (text === 'bad') throw new ClassifierError('The image is corrupt.', { code: 'image_corrupt' });
      return { ...answer, prediction: text, is_pet: text !== 'chair', needs_review: text === 'fox' };
    },
    async close() {},
  };
  return { classifier, asked };
}

async function folderOf(photos: Record<string, string>): Promise<string> {
  const folder = path.join(await scratchFolder(), 'photos');
  for (const [name, text] of Object.entries(photos)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

async function run(folder: string, classifier: PhotoClassifier, changes: Partial<FolderRun> = {}) {
  const { files } = await findPhotos(folder);
  const out = path.join(folder, '../results.jsonl');
  const results = await openResultFile(out);
  const outcome = await classifyFolder({
    folder,
    files,
    classifier,
    results,
    sorter: undefined,
    concurrency: 1,
    retries: 3,
    signal: new AbortController().signal,
    onRow: () => {},
    ...changes,
  });
  await results.close();
  const lines = (await readFile(out, 'utf8')).split('\n').filter(Boolean);
  return { outcome, rows: lines.map((line) => JSON.parse(line)), out };
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

const three = { 'a.jpg': 'cat', 'b.jpg': 'bad', 'c.jpg': 'dog' };

describe('classifyFolder', () => {
  it('writes a row a photo, errors too', async () => {
    const { outcome, rows } = await run(await folderOf(three), reads().classifier);
    expect(outcome).toEqual({ failed: 1, unsorted: [] });
    expect(rows).toEqual([
      {
        ...{ file: 'a.jpg', photo_sha256: digestOf('cat'), prediction: 'cat', probability: 0.9 },
        ...{ is_pet: true, pet_score: 1, needs_review: false },
      },
      {
        ...{ file: 'b.jpg', photo_sha256: digestOf('bad') },
        ...{ error_code: 'image_corrupt', error: 'The image is corrupt.' },
      },
      expect.objectContaining({ file: 'c.jpg', prediction: 'dog' }),
    ]);
  });

  it('judges no photo again that has a row', async () => {
    const folder = await folderOf(three);
    await run(folder, reads().classifier);
    await writeFile(path.join(folder, 'd.jpg'), 'cat');
    const { classifier, asked } = reads();
    const { outcome, rows } = await run(folder, classifier);
    expect(asked).toEqual(['cat']);
    expect(rows).toHaveLength(4);
    expect(outcome.failed).toBe(1);
  });

  it('tries again what may pass, not sooner than it was asked to', async () => {
    const times: number[] = [];
    const { classifier } = reads(() => {
      times.push(performance.now());
      if (times.length <= 2) {
        throw new ClassifierError('busy', { code: 'overloaded', passing: true, retryAfterMs: 400 });
      }
    });
    const { rows } = await run(await folderOf({ 'a.jpg': 'cat' }), classifier);
    expect(rows).toMatchObject([{ file: 'a.jpg', prediction: 'cat' }]);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(399);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(399);
  });

  it('stops without a row when it does not pass, and goes on later', async () => {
    const folder = await folderOf(three);
    const { classifier } = reads((text) => {
      if (text === 'dog') throw new ClassifierError('away', { code: 'unreachable', passing: true });
    });
    const first = await run(folder, classifier, { retries: 1 });
    expect(first.outcome.stoppedBy?.message).toBe('away');
    expect(first.rows.map(({ file }) => file)).toEqual(['a.jpg', 'b.jpg']);
    const second = await run(folder, reads().classifier);
    expect(second.outcome.stoppedBy).toBeUndefined();
    expect(second.rows.map(({ file }) => file)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
  });

  it('stops at once where no photo will be judged', async () => {
    const { classifier, asked } = reads(() => {
      throw new ClassifierError('a key is needed', { code: 'api_key_required', hopeless: true });
    });
    const { outcome, rows } = await run(await folderOf(three), classifier);
    expect([outcome.stoppedBy?.message, rows, asked.length]).toEqual(['a key is needed', [], 1]);
  });

  it('begins nothing when it is interrupted, and goes on later', async () => {
    const interrupt = new AbortController();
    const folder = await folderOf(three);
    const { classifier, asked } = reads((text) => {
      if (text === 'bad') interrupt.abort();
    });
    const { outcome, rows } = await run(folder, classifier, { signal: interrupt.signal });
    expect(asked).toEqual(['cat', 'bad']);
    expect(rows.map(({ file }) => file)).toEqual(['a.jpg', 'b.jpg']);
    expect(outcome.stoppedBy).toBeUndefined();
    expect((await run(folder, reads().classifier)).rows).toHaveLength(3);
  });

  it('has as many photos inside as allowed', async () => {
    let inside = 0;
    let most = 0;
    const { classifier } = reads(async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    });
    const photos = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.jpg`, 'cat']));
    const { rows } = await run(await folderOf(photos), classifier, { concurrency: 4 });
    expect([rows.length, most]).toEqual([20, 4]);
  });
});

describe('the order of the rows', () => {
  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.jpg`, `cat ${i}`]));
  /** The first photo takes longest. */
  const slowFirst = () =>
    reads(async (text) => {
      await new Promise((resolve) => setTimeout(resolve, text === 'cat 0' ? 100 : 1));
    });
  const inOrder = Object.keys(ten);

  it('is that of the files, whichever photo is done first', async () => {
    const { classifier, asked } = slowFirst();
    const { rows } = await run(await folderOf(ten), classifier, { concurrency: 3 });
    expect(rows.map(({ file }) => file)).toEqual(inOrder);
    expect(asked).toHaveLength(10);
  });

  it('is that in which they are done, where it is wanted', async () => {
    const { rows } = await run(await folderOf(ten), slowFirst().classifier, {
      concurrency: 3,
      unordered: true,
    });
    expect(rows.at(-1)).toMatchObject({ file: '0.jpg' });
    expect(rows.map(({ file }) => file).sort()).toEqual(inOrder);
  });

  it('loses no photo that is done when an earlier one stops the run', async () => {
    const { classifier } = reads(async (text) => {
      if (text !== 'cat 0') return;
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new ClassifierError('away', { code: 'unreachable', passing: true });
    });
    const folder = await folderOf(ten);
    const { rows, outcome } = await run(folder, classifier, { concurrency: 3, retries: 0 });
    expect(outcome.stoppedBy?.message).toBe('away');
    expect(rows.map(({ file }) => file)).toEqual(inOrder.slice(1));
    expect((await run(folder, reads().classifier)).rows).toHaveLength(10);
  });
});

describe('sorting', () => {
  const photos = {
    'a.jpg': 'cat',
    'sub/a.jpg': 'dog',
    'fox.jpg': 'fox',
    'chair.jpg': 'chair',
    'bad.jpg': 'bad',
  };
  const sorted = ['cat/a.jpg', 'dog/sub/a.jpg', 'not-a-pet/chair.jpg', 'review/fox.jpg'];
  const filesOf = async (folder: string) => (await findPhotos(folder)).files;

  it('copies by the answer, and leaves alone what has none', async () => {
    const folder = await folderOf(photos);
    const to = path.join(await scratchFolder(), 'sorted');
    await run(folder, reads().classifier, { sorter: createSorter(folder, to, 'copy') });
    expect(await filesOf(to)).toEqual(sorted);
    expect(await filesOf(folder)).toHaveLength(5);
    expect(await readFile(path.join(to, 'dog/sub/a.jpg'), 'utf8')).toBe('dog');
  });

  it('moves by the answer', async () => {
    const folder = await folderOf(photos);
    const to = path.join(await scratchFolder(), 'sorted');
    await run(folder, reads().classifier, { sorter: createSorter(folder, to, 'move') });
    expect(await filesOf(to)).toEqual(sorted);
    expect(await filesOf(folder)).toEqual(['bad.jpg']);
  });

  it.each(['copy', 'move'] as const)('ends a %s that broke off after its row', async (how) => {
    const folder = await folderOf(photos);
    await run(folder, reads().classifier);
    const to = path.join(await scratchFolder(), 'sorted');
    await mkdir(path.join(to, 'cat'), { recursive: true });
    await writeFile(path.join(to, 'cat/a.jpg.part'), 'c');
    const { classifier, asked } = reads();
    const { outcome } = await run(folder, classifier, { sorter: createSorter(folder, to, how) });
    expect([asked, outcome.unsorted]).toEqual([[], []]);
    expect(await filesOf(to)).toEqual(sorted);
    expect(await readFile(path.join(to, 'cat/a.jpg'), 'utf8')).toBe('cat');
  });

  it('moves no photo over another, and says so', async () => {
    const folder = await folderOf({ 'a.jpg': 'cat' });
    const to = path.join(await scratchFolder(), 'sorted');
    await mkdir(path.join(to, 'cat'), { recursive: true });
    await writeFile(path.join(to, 'cat/a.jpg'), 'another');
    const { outcome } = await run(folder, reads().classifier, { sorter: createSorter(folder, to, 'move') });
    expect(outcome.unsorted).toEqual([
      { file: 'a.jpg', reason: expect.stringContaining('is there already') },
    ]);
    expect(await readdir(folder)).toEqual(['a.jpg']);
    expect(await readFile(path.join(to, 'cat/a.jpg'), 'utf8')).toBe('another');
  });
});
