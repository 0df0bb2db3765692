import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { messageOf, UsageError } from '../../tools/failure.ts';
import { textOfName } from './folder/file-names.ts';

const NUL = 0;
const LINE_FEED = 0x0a;

/**
 * Reads names of files, one a line, or with NUL between them as `find -print0` writes them; `-` is standard input.
 * @throws UsageError when the list cannot be read or names no file
 */
export async function readFileList(list: string): Promise<string[]> {
  const bytes = await (list === '-' ? buffer(process.stdin) : readFile(list)).catch((cause: unknown) => {
    throw new UsageError(`--files-from: ${messageOf(cause)}`, { cause });
  });
  const names = split(bytes, bytes.includes(NUL) ? NUL : LINE_FEED)
    .map((name) => textOfName(name).replace(/\r$/, ''))
    .filter((name) => name !== '');
  if (names.length === 0) throw new UsageError('--files-from names no file');
  return names;
}

function split(bytes: Buffer, separator: number): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(separator); end >= 0; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...parts, bytes.subarray(start)];
}
