import { isUtf8 } from 'node:buffer';
import path from 'node:path';

/**
 * A file name as text. A byte that is not UTF-8 becomes an escape as `\xE9`, so that two names never become one. The
 * backslash of a name that reads as such an escape is escaped too.
 */
export function textOfName(name: Buffer): string {
  const bytes = Buffer.from(name.toString('latin1').replace(/\\(?=x[\dA-F]{2})/g, '\\x5C'), 'latin1');
  if (isUtf8(bytes)) return bytes.toString();
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)));
    text += length === undefined ? escapeOf(bytes[at]!) : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return text;
}

const escapeOf = (byte: number) => `\\x${byte.toString(16).toUpperCase()}`;

/** The name that `textOfName` was given. */
export function nameOfText(text: string): Buffer {
  const parts = text.split(/\\x([\dA-F]{2})/);
  return Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 0 ? 'utf8' : 'hex')));
}

/** The path, in bytes, of the file that `textOfName` named, below a folder. */
export function pathBelow(folder: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder || '.'}${path.sep}`), nameOfText(name)]);
}
