import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pathBelow } from './file-names.ts';
import type { Row } from './result-file.ts';

/** The folder of a photo by its answer; undefined for one that has none. */
function folderOf({ prediction, is_pet, needs_review }: Row): string | undefined {
  if (prediction === undefined) return undefined;
  if (is_pet === false) return 'not-a-pet';
  return needs_review ? 'review' : prediction;
}

export type Sorter = (row: Row) => Promise<void>;

/**
 * Puts each photo that was classified into a folder of its answer, by the name that it has. A photo that is there already
 * is left alone.
 * @returns a function that throws an Error when another photo would be written over
 */
export function createSorter(from: string, to: string, how: 'copy' | 'move'): Sorter {
  return async (row) => {
    const folder = folderOf(row);
    if (folder === undefined) return;
    const source = pathBelow(from, row.file);
    const target = pathBelow(path.join(to, folder), row.file);
    if (existsSync(target)) {
      if (how === 'move') throw new Error(`${path.join(to, folder, row.file)} is there already`);
      return;
    }
    await mkdir(pathBelow(path.join(to, folder), path.posix.dirname(row.file)), { recursive: true });
    await (how === 'move' ? move(source, target) : copyWhole(source, target));
  };
}

/** Under another name until it is whole: a copy that was broken off must not be taken for one. */
async function copyWhole(source: Buffer, target: Buffer): Promise<void> {
  const part = Buffer.concat([target, Buffer.from('.part')]);
  await copyFile(source, part, constants.COPYFILE_FICLONE);
  await rename(part, target);
}

async function move(source: Buffer, target: Buffer): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    // Another file system.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyWhole(source, target);
    await rm(source);
  }
}
