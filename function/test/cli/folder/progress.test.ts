import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { startProgress } from '../../../cli/folder/progress.ts';

/** What a run of 100 photos shows, of which so many are done. */
function shown({
  done,
  isTerminal = true,
  quiet = false,
}: {
  done: number;
  isTerminal?: boolean;
  quiet?: boolean;
}) {
  const stream = Object.assign(new PassThrough(), { isTTY: isTerminal, columns: 200 });
  const progress = startProgress(100, 0, quiet, stream as unknown as NodeJS.WriteStream);
  for (let photo = 0; photo < done; photo++) progress.add(photo === 0);
  progress.stop();
  return stripVTControlCharacters(String(stream.read() ?? ''));
}

it('shows on a terminal how many are done, and how many have errors', () => {
  expect(shown({ done: 5 })).toMatch(/5 % \| 5 of 100 \| \d+ photos\/s \| 1 errors/);
});

it('says how long it will take once that is known, and never a word for what is not', () => {
  expect(shown({ done: 30 })).toMatch(/\d+s left/);
  expect(shown({ done: 5 })).not.toContain('left');
  expect(shown({ done: 0 })).toMatch(/0 % \| 0 of 100\s*$/);
});

it('shows nothing elsewhere, and nothing when it shall be quiet', () => {
  expect(shown({ done: 30, isTerminal: false })).toBe('');
  expect(shown({ done: 30, quiet: true })).toBe('');
});
