import { createReadStream } from 'node:fs';
import { type FileHandle, open, truncate } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

/** What is written of a photo: an answer, or an error. */
export type Row = {
  file: string;
  prediction?: string;
  probability?: number;
  is_pet?: boolean;
  pet_score?: number;
  needs_review?: boolean;
  model?: string;
  error_code?: string;
  error?: string;
};

const columns = [
  'file',
  'prediction',
  'probability',
  'is_pet',
  'pet_score',
  'needs_review',
  'model',
  'error_code',
  'error',
] as const satisfies (keyof Row)[];
const HEADER = `${columns.join(',')}\n`;
const NEWLINE = 0x0a;

type Format = { header: string; lineOf(row: Row): string; read(file: string): AsyncIterable<ReadRow> };
/** `end` is where the row ends in the file, its line end included. */
type ReadRow = { row: Row; end: number };

type Sink = Pick<FileHandle, 'appendFile' | 'close'>;

const standardOutput: Sink = {
  appendFile: (line) => new Promise((resolve) => process.stdout.write(String(line), () => resolve())),
  close: async () => {},
};

/** Rows that are added to a file, one in one piece each, after those that it has. */
export class ResultFile {
  /** What the file had when it was opened. */
  readonly former: readonly Row[];
  readonly #handle: Sink;
  readonly #format: Format;

  private constructor(handle: Sink, format: Format, former: readonly Row[]) {
    this.#handle = handle;
    this.#format = format;
    this.former = former;
  }

  /**
   * Opens a .csv or .jsonl file, or for `-` writes JSON lines to standard output. A last line that was cut off is
   * removed.
   * @throws Error when its name ends otherwise, or it has something else in it
   */
  static async open(file: string): Promise<ResultFile> {
    if (file === '-') return new ResultFile(standardOutput, formats['.jsonl']!, []);
    const format = formatOf(file);
    const former = await readFormer(file, format);
    const handle = await open(file, 'a');
    if ((await handle.stat()).size === 0) await handle.appendFile(format.header);
    return new ResultFile(handle, format, former);
  }

  add(row: Row): Promise<void> {
    return this.#handle.appendFile(this.#format.lineOf(row));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function formatOf(file: string): Format {
  const found = formats[path.extname(file).toLowerCase()];
  if (found === undefined) throw new Error(`--out must end in .csv or .jsonl, or be -, found: ${file}`);
  return found;
}

async function readFormer(file: string, format: Format): Promise<Row[]> {
  const size = await wholeLines(file);
  const rows: Row[] = [];
  let end = Math.min(size, format.header.length);
  try {
    for await (const read of size === 0 ? [] : format.read(file)) {
      if (typeof read.row.file !== 'string' || read.row.file === '') throw new Error('a row names no file');
      rows.push(read.row);
      end = read.end;
    }
  } catch (cause) {
    // A name may hold a line end, so that the cut looks like the end of a line.
    if ((cause as { code?: string }).code !== 'CSV_QUOTE_NOT_CLOSED') {
      throw new Error(`${file} holds something else than results: ${(cause as Error).message}`, { cause });
    }
  }
  if (end < size) await truncate(file, end);
  return rows;
}

/** Takes away what stands behind the last line end, which was being written when the run broke off. */
async function wholeLines(file: string): Promise<number> {
  const handle = await open(file, 'a+');
  try {
    let { size } = await handle.stat();
    const buffer = Buffer.alloc(4096);
    for (let end = size; end > 0; ) {
      const start = Math.max(0, end - buffer.length);
      await handle.read(buffer, 0, end - start, start);
      const at = buffer.lastIndexOf(NEWLINE, end - start - 1);
      size = at < 0 ? 0 : start + at + 1;
      if (at >= 0) break;
      end = start;
    }
    await handle.truncate(size);
    return size;
  } finally {
    await handle.close();
  }
}

async function* readCsv(file: string): AsyncGenerator<ReadRow> {
  const parser = createReadStream(file).pipe(
    parse({ columns: (header: string[]) => checked(header), info: true }),
  );
  for await (const { record, info } of parser) {
    yield { row: fromText(record as Record<string, string>), end: info.bytes };
  }
}

function checked(header: string[]): string[] {
  if (header.join() !== columns.join()) throw new Error(`its first line is not ${HEADER.trim()}`);
  return header;
}

/** Of a former row, as much as is needed again. */
function fromText(record: Record<string, string>): Row {
  const { file = '', prediction = '', is_pet, needs_review, error_code = '' } = record;
  if (prediction === '') return { file, error_code };
  return { file, prediction, is_pet: is_pet !== 'false', needs_review: needs_review === 'true' };
}

async function* readJsonLines(file: string): AsyncGenerator<ReadRow> {
  let end = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    end += Buffer.byteLength(line) + 1;
    yield { row: JSON.parse(line) as Row, end };
  }
}

const formats: Record<string, Format> = {
  '.csv': {
    header: HEADER,
    lineOf: (row) => stringify([row], { columns: [...columns], cast: { boolean: String } }),
    read: readCsv,
  },
  '.jsonl': { header: '', lineOf: (row) => `${JSON.stringify(row)}\n`, read: readJsonLines },
};
