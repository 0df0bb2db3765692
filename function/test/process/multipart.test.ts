import { describe, expect, it } from 'vitest';
import { BOUNDARY, MULTIPART, multipart, part, photoForm } from '../../harness/corpus/multipart.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
const sendForm = (body: Buffer | string, contentType = MULTIPART) =>
  server.request('POST', '/predict', { 'Content-Type': contentType }, Buffer.from(body));

const file = { name: 'file', filename: 'cat.jpg', data: CHELSEA_JPEG };

describe('a form with the wrong fields is refused with 400 that says which', () => {
  it.each([
    ['no part at all', `--${BOUNDARY}--\r\n`, 'file_missing'],
    ['two files', multipart([file, file]), 'file_duplicated'],
    ['a thousand files', multipart(new Array(1000).fill({ ...file, data: 'x' })), 'file_duplicated'],
    ['a file in another field', multipart([{ ...file, name: 'photo' }]), 'field_unexpected'],
    ['a text field beside the file', multipart([file, { name: 'note', data: 'x' }]), 'field_unexpected'],
    ['a text field before the file', multipart([{ name: 'note', data: 'x' }, file]), 'field_unexpected'],
    [
      'ten thousand text fields',
      multipart(new Array(10_000).fill({ name: 'a', data: '' })),
      'field_unexpected',
    ],
    ['the field of a prototype', multipart([{ ...file, name: '__proto__' }]), 'field_unexpected'],
    ['an empty file', multipart([{ ...file, data: '' }]), 'file_empty'],
  ])('%s', async (_, body, code) => {
    expectProblem(await sendForm(body), 400, code);
  });

  it('a text in the field of the file', async () => {
    const answer = await sendForm(multipart([{ name: 'file', data: 'cat' }]));
    const { code } = JSON.parse(answer.body.toString()) as { code: string };
    expect(['file_missing', 'field_unexpected']).toContain(code);
    expectProblem(answer, 400, code);
  });
});

describe('a broken form is refused with 400', () => {
  const whole = photoForm(CHELSEA_JPEG);
  it.each([
    ['without a boundary', whole, 'multipart/form-data'],
    ['with an empty boundary', whole, 'multipart/form-data; boundary='],
    ['cut off in the headers of its part', whole.subarray(0, 60), MULTIPART],
    ['cut off in the photo', whole.subarray(0, whole.length / 2), MULTIPART],
    ['cut off before its last boundary', whole.subarray(0, whole.length - BOUNDARY.length - 8), MULTIPART],
    ['cut off inside its last boundary', whole.subarray(0, whole.length - 12), MULTIPART],
  ])('%s', async (_, body, contentType) => {
    expectProblem(await sendForm(body, contentType), 400, 'multipart_malformed');
  });

  const disposition = `--${BOUNDARY}\r\nContent-Disposition: form-data; `;
  it.each([
    ['of another boundary', whole, 'multipart/form-data; boundary=another'],
    ['that is no form at all', Buffer.from('{"file": "cat.jpg"}'), MULTIPART],
    ['that is the photo itself', CHELSEA_JPEG, MULTIPART],
    ['that is empty', Buffer.alloc(0), MULTIPART],
    [
      'whose part has no disposition',
      Buffer.from(`--${BOUNDARY}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`),
      MULTIPART,
    ],
    [
      'whose part has no name',
      Buffer.from(`${disposition}filename="a"\r\n\r\nx\r\n--${BOUNDARY}--\r\n`),
      MULTIPART,
    ],
    [
      'with bare line feeds',
      Buffer.from(whole.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
      MULTIPART,
    ],
    ['of boundaries only', Buffer.alloc(5e6, `--${BOUNDARY}\r\n`), MULTIPART],
    ['of dashes only', Buffer.alloc(5e6, '-'), MULTIPART],
    ['of line ends only', Buffer.alloc(5e6, '\r\n'), MULTIPART],
  ])('%s', async (_, body, contentType) => {
    const answer = await sendForm(body, contentType);
    const { code } = JSON.parse(answer.body.toString()) as { code: string };
    expect(['multipart_malformed', 'file_missing', 'field_unexpected', 'file_empty']).toContain(code);
    expectProblem(answer, 400, code);
  });
});

describe('a form that is unusual but right is answered', () => {
  it.each([
    ['a boundary in quotation marks', photoForm(CHELSEA_JPEG), `multipart/form-data; boundary="${BOUNDARY}"`],
    ['a type in capitals', photoForm(CHELSEA_JPEG), `Multipart/Form-Data; boundary=${BOUNDARY}`],
    [
      'a charset beside the boundary',
      photoForm(CHELSEA_JPEG),
      `multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`,
    ],
    [
      'text before the first boundary',
      Buffer.concat([Buffer.from('preamble\r\n'), photoForm(CHELSEA_JPEG)]),
      MULTIPART,
    ],
    [
      'text after the last boundary',
      Buffer.concat([photoForm(CHELSEA_JPEG), Buffer.from('epilogue')]),
      MULTIPART,
    ],
    [
      'a file without a name (RFC 7578, 4.2)',
      multipart([{ name: 'file', data: CHELSEA_JPEG, headers: ['Content-Type: image/jpeg'] }]),
      MULTIPART,
    ],
    ['a file without name and type', multipart([{ name: 'file', data: CHELSEA_JPEG }]), MULTIPART],
    [
      'blanks after its boundaries (RFC 2046, 5.1.1)',
      Buffer.from(
        photoForm(CHELSEA_JPEG)
          .toString('latin1')
          .replaceAll(/^(--x-boundary.*)\r$/gm, '$1 \t \r'),
        'latin1',
      ),
      MULTIPART,
    ],
    ['a file name of a thousand letters', photoForm(CHELSEA_JPEG, 'ä'.repeat(1000)), MULTIPART],
    ['a file name that climbs', photoForm(CHELSEA_JPEG, '../../etc/passwd'), MULTIPART],
    [
      'no line end after the last boundary',
      Buffer.concat([
        part({ name: 'file', filename: 'cat.jpg', data: CHELSEA_JPEG }),
        Buffer.from(`--${BOUNDARY}--`),
      ]),
      MULTIPART,
    ],
  ])('%s', async (_, body, contentType) => {
    const answer = await sendForm(body, contentType);
    expect(`${answer.status} ${answer.body.toString()}`).toMatch(/^200 .*"prediction":"cat"/);
  });
});

describe('headers of a part that nobody needs are refused or passed over', () => {
  it.each([
    ['one of a megabyte', [`X-Long: ${'x'.repeat(1e6)}`]],
    ['fifty thousand', new Array<string>(50_000).fill('X-Many: 1')],
  ])('%s', async (_, headers) => {
    const answer = await sendForm(multipart([{ ...file, headers }]));
    if (answer.status === 200) expect(answer.body.toString()).toContain('"prediction":"cat"');
    else expectProblem(answer, 400, 'multipart_malformed');
  });
});
