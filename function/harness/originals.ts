import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/names.ts';
import { run } from '../../tools/process.ts';

/** 400 photos as people upload them, where the project's data lies beside this repository. */
export const ORIGINALS = path.join(root, '../shared/data/cats-vs-dogs-originals.zip');

export const hasOriginals = existsSync(ORIGINALS);

/** Unpacks the originals into a folder, as originals/cat/N.jpg and originals/dog/N.jpg. @param python any Python */
export async function unpackOriginals(folder: string, python = 'python3'): Promise<void> {
  await run(python, ['-m', 'zipfile', '-e', ORIGINALS, folder]);
}
