import { execFileSync } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pathBelow, textOfName } from '../../../cli/folder/file-names.ts';
import { findPhotos } from '../../../cli/folder/photo-files.ts';
import { createSorter } from '../../../cli/folder/sorting.ts';
import { heic } from '../../../harness/corpus/isobmff.ts';
import { CHELSEA_JPEG, flat } from '../../../harness/photos.ts';
import { scratchFolder } from './scratch.ts';

async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = path.join(await scratchFolder(), 'photos');
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

it('findPhotos tells of each file that it leaves out why, but of a folder that is named', async () => {
  const folder = await folderOf({
    'b.JPEG': '',
    'a.heic': '',
    '.hidden.jpg': '',
    '.cache/c.jpg': '',
    'notes.txt': 'a cat sat on a mat',
    'sub/d.webp': '',
    'sub/e.jpg.txt': '',
    'sorted/cat/e.jpg': '',
  });
  await symlink(path.join(folder, 'b.JPEG'), path.join(folder, 'link.jpg'));
  await symlink(path.join(folder, 'sub'), path.join(folder, 'loop'));
  execFileSync('mkfifo', [path.join(folder, 'pipe.jpg')]);
  expect(await findPhotos(folder, [path.join(folder, 'sorted')])).toEqual({
    files: ['a.heic', 'b.JPEG', 'sub/d.webp'],
    leftOut: [
      { file: '.cache', reason: 'hidden' },
      { file: '.hidden.jpg', reason: 'hidden' },
      { file: 'link.jpg', reason: 'a symbolic link' },
      { file: 'loop', reason: 'a symbolic link' },
      { file: 'notes.txt', reason: 'not a photo' },
      { file: 'pipe.jpg', reason: 'not a file' },
      { file: 'sub/e.jpg.txt', reason: 'not a photo' },
    ],
  });
});

it('findPhotos takes a file with any other name for a photo by its content', async () => {
  const folder = await folderOf({
    'a.mpo': CHELSEA_JPEG,
    'b.jpe': CHELSEA_JPEG,
    'c.apng': await flat('png'),
    d: await flat('webp'),
    'e.jpg_original': CHELSEA_JPEG,
    'f.photo': heic('heic', ['mif1', 'heic']),
    'g.mpo': 'a cat sat on a mat',
    'h.pdf': '%PDF-1.7',
    'i.mp4': heic('isom', ['isom', 'mp42']),
  });
  expect(await findPhotos(folder)).toEqual({
    files: ['a.mpo', 'b.jpe', 'c.apng', 'd', 'e.jpg_original', 'f.photo'],
    leftOut: ['g.mpo', 'h.pdf', 'i.mp4'].map((file) => ({ file, reason: 'not a photo' })),
  });
});

it('file names that are not UTF-8 are kept apart, read and sorted', async () => {
  const folder = await folderOf({});
  const names = ['caf\xe9.jpg', 'caf\xe8.jpg', 'caf\\xE9.jpg', 'caf\xc3\xa9.jpg', 'a\xff/b\xfe.jpg'];
  const pathOf = (base: string, name: string) => Buffer.from(`${base}/${name}`, 'latin1');
  await mkdir(pathOf(folder, 'a\xff'), { recursive: true });
  for (const name of names) await writeFile(pathOf(folder, name), name);
  const { files } = await findPhotos(folder);
  expect(files).toEqual(['a\\xFF/b\\xFE.jpg', 'caf\\x5CxE9.jpg', 'caf\\xE8.jpg', 'caf\\xE9.jpg', 'café.jpg']);
  const contents = await Promise.all(files.map((file) => readFile(pathBelow(folder, file), 'utf8')));
  expect(contents.sort()).toEqual([...names].sort());
  const to = path.join(folder, '../to');
  const sort = createSorter(folder, to, 'copy');
  for (const file of files) await sort({ file, prediction: 'cat' });
  for (const name of names) expect(await readFile(pathOf(`${to}/cat`, name), 'utf8')).toBe(name);
});

it('a file name comes back from its text, whatever its bytes', () => {
  for (let first = 0; first < 256; first++) {
    for (const rest of ['', 'x', '\\x41', '\xe9\xbf', '\xf0\x9f\x90\xb1', '\\']) {
      const name = Buffer.from(String.fromCharCode(first) + rest, 'latin1');
      expect(pathBelow('f', textOfName(name)).subarray(2).equals(name)).toBe(true);
    }
  }
});
