import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Request } from '../../tools/http.ts';
import { root } from '../../tools/names.ts';

/** A photo, and what everybody sees in it. */
export const PHOTO = readFileSync(path.join(root, 'function/samples/chelsea.png'));
export const LABEL = 'cat';

const BOUNDARY = 'x-boundary-of-the-smoke-test';

/** As a page's form sends it. */
export function formOf(field: string, file: Buffer): Request {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="photo.png"\r\ncontent-type: image/png\r\n\r\n`;
  return {
    method: 'POST',
    path: '/predict',
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  };
}

/** As a program sends it. */
export function bodyOf(contentType: string, body: Buffer): Request {
  return { method: 'POST', path: '/predict', headers: { 'content-type': contentType }, body };
}

/** What must be refused, with which status and code. */
export const REFUSED: readonly [name: string, request: Request, status: number, code: string][] = [
  ['a path that is not there', { method: 'GET', path: '/nothing-is-here' }, 404, 'not_found'],
  ['a wrong method', { method: 'GET', path: '/predict' }, 405, 'method_not_allowed'],
  ['an empty file', formOf('file', Buffer.alloc(0)), 400, 'file_empty'],
  ['a form without a file', formOf('picture', PHOTO), 400, 'field_unexpected'],
  ['a text', bodyOf('text/plain', Buffer.from('a cat')), 415, 'content_type_unsupported'],
  [
    'a text that says it is a picture',
    bodyOf('image/png', Buffer.from('a cat')),
    415,
    'image_type_unsupported',
  ],
  ['half a photo', bodyOf('image/png', PHOTO.subarray(0, PHOTO.length / 2)), 422, 'image_corrupt'],
];
