import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { withFormula, withoutFormula } from '../../src/batch/formula.ts';
import type { Answer } from '../../src/model/answer.ts';
import { lock } from './lock.ts';

/** What is written of a photo: an answer, or an error. */
export type Row = {
  file: string;
  /** Of the file as it was read; absent where it was not. */
  photo_sha256?: string;
  model?: string;
  error_code?: string;
  error?: string;
} & Partial<Pick<Answer, 'prediction' | 'probability' | 'is_pet' | 'pet_score' | 'needs_review'>>;

const columns =
  'file,photo_sha256,prediction,probability,is_pet,pet_score,needs_review,model,error_code,error';

type Format = {
  header: string;
  lineOf(row: Row): string;
  /** Gives each row to `add`, with the place in the text behind it, in bytes. */
  read(text: Buffer, add: (row: Row, end: number) => void): void;
};

type Sink = Pick<FileHandle, 'appendFile' | 'close'>;

const standardOutput: Sink = {
  appendFile: (line) => new Promise((resolve) => process.stdout.write(String(line), () => resolve())),
  close: async () => {},
};

export type ResultFile = Awaited<ReturnType<typeof openResultFile>>;

/**
 * Opens a .csv or .jsonl file, or for `-` standard output, for rows that are added, one in one piece each, after those that
 * it has. A last line that was cut off is removed. The file is locked until it is closed.
 * @throws Error when its name ends otherwise, it has something else in it, or another process has it open
 */
export async function openResultFile(file: string) {
  if (file === '-') return resultFile(standardOutput, formats['.jsonl']!, []);
  const format = formats[path.extname(file).toLowerCase()];
  if (format === undefined) throw new Error(`--out must end in .csv or .jsonl, or be -, found: ${file}`);
  const handle = await open(file, 'a+');
  let unlock: (() => void) | undefined;
  try {
    unlock = await lock(handle);
    if (unlock === undefined) throw new Error(`${file} is in use: another command writes its rows to it`);
    const { former, end } = readFormer(file, await handle.readFile(), format);
    await handle.truncate(end);
    if (end === 0) await handle.appendFile(format.header);
    return resultFile(handle, format, former, unlock);
  } catch (error) {
    unlock?.();
    await handle.close();
    throw error;
  }
}

const resultFile = (sink: Sink, format: Format, former: readonly Row[], unlock = () => {}) => ({
  /** What the file had when it was opened. */
  former,
  add: (row: Row): Promise<void> => sink.appendFile(format.lineOf(row)),
  close: (): Promise<void> => sink.close().finally(unlock),
});

/** The rows of a file, and where the last whole one ends: behind it stands what was being written at a break. */
function readFormer(file: string, text: Buffer, format: Format): { former: Row[]; end: number } {
  const former: Row[] = [];
  const lines = text.subarray(0, text.lastIndexOf('\n') + 1);
  let end = Math.min(lines.length, format.header.length);
  try {
    format.read(lines, (row, endOfRow) => {
      if (typeof row.file !== 'string' || row.file === '') throw new Error('a row names no file');
      former.push(row);
      end = endOfRow;
    });
  } catch (cause) {
    // A name may hold a line end, so that the cut looks like the end of a line.
    if ((cause as { code?: string }).code !== 'CSV_QUOTE_NOT_CLOSED') {
      throw new Error(`${file} holds something else than results: ${(cause as Error).message}`, { cause });
    }
  }
  return { former, end };
}

function checkedColumns(header: string[]): string[] {
  if (header.join() !== columns) throw new Error(`its first line is not ${columns}`);
  return header;
}

/** Of a former row, as much as is needed again. */
function fromText(record: Record<string, string>): Row {
  const { file = '', prediction = '', is_pet, needs_review, error_code = '' } = record;
  if (prediction === '') return { file, error_code };
  return { file, prediction, is_pet: is_pet !== 'false', needs_review: needs_review === 'true' };
}

const formats: Record<string, Format> = {
  '.csv': {
    header: `${columns}\n`,
    lineOf: (row) =>
      stringify([row], {
        columns: columns.split(','),
        cast: { boolean: String, string: withoutFormula },
        // Spreadsheets of some languages take `;` for the end of a cell.
        quoted_match: ';',
      }),
    read(text, add) {
      parse(text, {
        columns: checkedColumns,
        cast: withFormula,
        onRecord: (record: Record<string, string>, { bytes }) => add(fromText(record), bytes),
      });
    },
  },
  '.jsonl': {
    header: '',
    lineOf: (row) => `${JSON.stringify(row)}\n`,
    read(text, add) {
      const lines = text.toString().split('\n').slice(0, -1);
      for (const line of lines) add(JSON.parse(line), text.length);
    },
  },
};
