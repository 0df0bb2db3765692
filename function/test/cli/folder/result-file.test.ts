import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { openResultFile, type Row } from '../../../cli/folder/result-file.ts';
import { scratchFolder } from './scratch.ts';

const rows: Row[] = [
  {
    file: 'a.jpg',
    photo_sha256: 'f00',
    prediction: 'cat',
    probability: 0.99,
    is_pet: true,
    pet_score: 0.9,
    needs_review: false,
    model: '1.1.0',
  },
  { file: 'b, "c"\nä.jpg', error_code: 'image_corrupt', error: 'The image is "truncated", or\ncorrupt.' },
  { file: 'd.jpg', prediction: 'dog', probability: 0.5, is_pet: false, pet_score: 0.1, needs_review: true },
];

async function written(file: string): Promise<Buffer> {
  const results = await openResultFile(file);
  for (const row of rows) await results.add(row);
  await results.close();
  return readFile(file);
}

/** The files of the rows that a file has when it is opened. */
async function formerOf(file: string): Promise<string[]> {
  const results = await openResultFile(file);
  await results.close();
  return results.former.map((row) => row.file);
}

describe.each(['csv', 'jsonl'])('results as %s', (extension) => {
  it('are read again with what sorting needs', async () => {
    const file = path.join(await scratchFolder(), `r.${extension}`);
    await written(file);
    const results = await openResultFile(file);
    expect(results.former).toMatchObject([
      { file: 'a.jpg', prediction: 'cat', is_pet: true, needs_review: false },
      { file: 'b, "c"\nä.jpg', error_code: 'image_corrupt' },
      { file: 'd.jpg', prediction: 'dog', is_pet: false, needs_review: true },
    ]);
    await results.close();
  });

  it('go on after a break at any byte', async () => {
    const folder = await scratchFolder();
    const whole = await written(path.join(folder, `whole.${extension}`));
    const file = path.join(folder, `r.${extension}`);
    for (let bytes = 0; bytes < whole.length; bytes++) {
      await writeFile(file, whole.subarray(0, bytes));
      const former = await formerOf(file);
      const results = await openResultFile(file);
      for (const row of rows.slice(former.length)) await results.add(row);
      await results.close();
      expect((await readFile(file)).equals(whole), `broken off after ${bytes} bytes`).toBe(true);
    }
  });

  it('are not written behind something else', async () => {
    const file = path.join(await scratchFolder(), `r.${extension}`);
    await writeFile(file, 'name,age\nTom,7\n');
    await expect(openResultFile(file)).rejects.toThrow(`${file} holds something else than results`);
    expect(await readFile(file, 'utf8')).toBe('name,age\nTom,7\n');
  });
});

const names = [
  '=HYPERLINK("http:evil").png',
  '+1.jpg',
  '-1.jpg',
  '@SUM(1).jpg',
  '\t=1.jpg',
  '\r=1.jpg',
  '\n1.jpg',
  ' =1.jpg',
  '＝1.jpg',
  "'=1.jpg",
  "''=1.jpg",
  "'quoted'.jpg",
  'a;=1+1.jpg',
];

describe('a text that a spreadsheet takes for a formula', () => {
  it('stands in no cell of a CSV, and comes back as it was', async () => {
    const file = path.join(await scratchFolder(), 'r.csv');
    const results = await openResultFile(file);
    for (const name of names) await results.add({ file: name, error_code: '@code', error: '=1+1' });
    await results.add({ file: 'a.jpg', prediction: '-cat', model: '=2', probability: 0.5 });
    await results.close();
    const records = parse(await readFile(file), { relax_column_count: false }) as string[][];
    for (const cell of records.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
    expect(await readFile(file, 'utf8')).toContain('\n"a;=1+1.jpg",');
    expect(await formerOf(file)).toEqual([...names, 'a.jpg']);
  });

  it('is not changed in JSON lines', async () => {
    const file = path.join(await scratchFolder(), 'r.jsonl');
    const results = await openResultFile(file);
    for (const name of names) await results.add({ file: name, error: '=1+1' });
    await results.close();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      names.map((name) => ({ file: name, error: '=1+1' })),
    );
  });
});

describe('the lock of a result file', () => {
  it('refuses a second writer by any name of the file, until the first is done', async () => {
    const folder = await scratchFolder();
    const [file, link] = [path.join(folder, 'r.csv'), path.join(folder, 'link.csv')];
    const first = await openResultFile(file);
    await symlink(file, link);
    await expect(openResultFile(link)).rejects.toThrow(`${link} is in use`);
    await first.close();
    await (await openResultFile(link)).close();
  });

  it('does not stay when the file held something else', async () => {
    const file = path.join(await scratchFolder(), 'r.csv');
    await writeFile(file, 'name,age\n');
    await expect(openResultFile(file)).rejects.toThrow('holds something else');
    await expect(openResultFile(file)).rejects.toThrow('holds something else');
  });
});

it('results have no other format', async () => {
  await expect(openResultFile('results.xlsx')).rejects.toThrow('--out must end in .csv or .jsonl');
});

it('CSV has a row a photo that a spreadsheet reads', async () => {
  const file = path.join(await scratchFolder(), 'r.CSV');
  expect((await written(file)).toString()).toBe(
    'file,photo_sha256,prediction,probability,is_pet,pet_score,needs_review,model,error_code,error\n' +
      'a.jpg,f00,cat,0.99,true,0.9,false,1.1.0,,\n' +
      '"b, ""c""\nä.jpg",,,,,,,,image_corrupt,"The image is ""truncated"", or\ncorrupt."\n' +
      'd.jpg,,dog,0.5,false,0.1,true,,,\n',
  );
});
