import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Row } from './result-file.ts';

/** The folder of a photo by its answer; undefined for one that has none. */
export function folderOf({ prediction, is_pet, needs_review }: Row): string | undefined {
  if (prediction === undefined) return undefined;
  if (is_pet === false) return 'not-a-pet';
  return needs_review ? 'review' : prediction;
}

/** Puts each photo that was judged into a folder of its answer, by the name that it has. */
export class Sorter {
  readonly #from: string;
  readonly #to: string;
  readonly #moves: boolean;

  constructor(from: string, to: string, how: 'copy' | 'move') {
    this.#from = from;
    this.#to = to;
    this.#moves = how === 'move';
  }

  /** A photo that is there already is left alone. @throws Error when another one would be written over */
  async place(row: Row): Promise<void> {
    const folder = folderOf(row);
    if (folder === undefined) return;
    const source = path.join(this.#from, row.file);
    const target = path.join(this.#to, folder, row.file);
    if (existsSync(target)) {
      if (this.#moves) throw new Error(`${target} is there already`);
      return;
    }
    await mkdir(path.dirname(target), { recursive: true });
    if (this.#moves) await move(source, target);
    else await copyWhole(source, target);
  }
}

/** Under another name until it is whole: a copy that was broken off must not be taken for one. */
async function copyWhole(source: string, target: string): Promise<void> {
  const part = `${target}.part`;
  await copyFile(source, part, constants.COPYFILE_FICLONE);
  await rename(part, target);
}

async function move(source: string, target: string): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    // Another file system.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyWhole(source, target);
    await rm(source);
  }
}
