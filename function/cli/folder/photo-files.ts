import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { formatOf } from '../../src/image/format.ts';
import { pathBelow, textOfName } from './file-names.ts';

const photoName = /\.(jpe?g|jfif|png|webp|gif|avif|tiff?|heic|heif)$/i;
const HEAD_BYTES = 1024;

/** A file or folder that is not classified, and why. */
export type LeftOut = { file: string; reason: string };

/**
 * Finds the photos in a folder and below, in the order of their names, as paths from it with `/` between. A file is a
 * photo by the ending of its name or, with any other ending, by its content. Hidden files, links and other files are
 * left out; the folders of `without` are passed over.
 * @throws Error when a folder cannot be read
 */
export async function findPhotos(folder: string, without: readonly string[] = []) {
  const excluded = new Set(without.map((name) => path.resolve(name)));
  const files: string[] = [];
  const leftOut: LeftOut[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(pathBelow(folder, below), { withFileTypes: true, encoding: 'buffer' });
    const named = entries.map((entry) => ({ entry, name: textOfName(entry.name) }));
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { entry, name } of named) {
      const file = below === '' ? name : `${below}/${name}`;
      if (entry.isDirectory() && excluded.has(path.resolve(folder, file))) continue;
      const reason =
        reasonByEntry(entry, name) ?? (await reasonByContent(entry, name, pathBelow(folder, file)));
      if (reason !== undefined) leftOut.push({ file, reason });
      else if (entry.isDirectory()) await walk(file);
      else files.push(file);
    }
  };
  await walk('');
  return { files, leftOut };
}

type Entry = Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;

function reasonByEntry(entry: Entry, name: string): string | undefined {
  if (name.startsWith('.')) return 'hidden';
  if (entry.isSymbolicLink()) return 'a symbolic link';
  return entry.isFile() || entry.isDirectory() ? undefined : 'not a file';
}

async function reasonByContent(entry: Entry, name: string, file: Buffer): Promise<string | undefined> {
  if (entry.isDirectory() || photoName.test(name)) return undefined;
  const head = await headOf(file).catch(() => undefined);
  if (head === undefined) return 'not readable';
  try {
    formatOf(head, true);
    return undefined;
  } catch {
    return 'not a photo';
  }
}

async function headOf(file: Buffer): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
