import { RequestError, type RowError } from '../errors.ts';
import { extractLongStrings, type JsonLimits } from '../json/long-strings.ts';
import { wellFormed } from '../json/well-formed.ts';

/** What a person said of a photo, and as much of the answer as the sender knows. */
export type Verdict = {
  photo_sha256: string;
  verdict: 'cat' | 'dog' | 'neither';
  /** What the answer said; `neither` where its `is_pet` was false. */
  predicted?: 'cat' | 'dog' | 'neither';
  probability?: number;
  needs_review?: boolean;
  /** The version of the model that gave the answer. */
  model?: string;
  /** Where the verdict comes from, as the page or a batch. */
  source?: string;
};

export const VERDICT_CLASSES = ['cat', 'dog', 'neither'] as const;
/** A version or a source: no text in which a person could be named by accident. */
export const WORD = /^[\w.:/+-]{1,64}$/;
export const MAX_VERDICTS = 1000;
// The lines of so many verdicts fit into the queue of the log.
export const MAX_BODY_BYTES = 512 * 1024;
const NAMES_AND_VALUES = 16;
const JSON_LIMITS: JsonLimits = {
  bytes: MAX_BODY_BYTES,
  elements: MAX_VERDICTS * NAMES_AND_VALUES,
  stringsAndObjects: MAX_VERDICTS * NAMES_AND_VALUES,
};
const MAX_NAME_LENGTH = 40;
const MAX_ROWS_TOLD = 50;

type Field = { isRight: (value: unknown) => boolean; allowed: string; required?: true };

const isClass = (value: unknown) => VERDICT_CLASSES.some((name) => name === value);
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const classes = `one of ${VERDICT_CLASSES.join(', ')}`;
const word = 'up to 64 letters, digits and . _ : / + -';

const fields: Readonly<Record<keyof Verdict, Field>> = {
  photo_sha256: {
    isRight: matches(/^[\da-f]{64}$/),
    allowed: 'the SHA-256 of the file, 64 digits of 0-9 and a-f',
    required: true,
  },
  verdict: { isRight: isClass, allowed: classes, required: true },
  predicted: { isRight: isClass, allowed: classes },
  probability: {
    isRight: (value) => typeof value === 'number' && value >= 0 && value <= 1,
    allowed: 'a number from 0 to 1',
  },
  needs_review: { isRight: (value) => typeof value === 'boolean', allowed: 'true or false' },
  model: { isRight: matches(WORD), allowed: word },
  source: { isRight: matches(WORD), allowed: word },
};

/**
 * Reads one verdict or a list of them as JSON, or one on each line.
 * @throws RequestError verdict_invalid, with each row that is wrong; verdicts_too_many
 */
export function readVerdicts(body: Buffer, isLines: boolean): Verdict[] {
  const extracted = extractLongStrings(body, JSON_LIMITS);
  if (extracted === undefined) throw tooMany();
  const rows = isLines ? rowsOfLines(extracted.json) : rowsOfJson(extracted.json);
  if (rows.length > MAX_VERDICTS) throw tooMany();
  const errors: RowError[] = [];
  const verdicts: Verdict[] = [];
  for (const { row, value } of rows) {
    const detail = value === undefined ? 'this is not JSON' : problemOf(value);
    if (detail !== undefined) errors.push({ row, detail });
    else verdicts.push(verdictOf(value as Verdict));
  }
  if (rows.length === 0) errors.push({ row: 1, detail: 'there is no verdict' });
  if (errors.length > 0) throw invalid(errors, rows.length);
  return verdicts;
}

function invalid(errors: readonly RowError[], rows: number): RequestError {
  const { row, detail } = errors[0]!;
  const count = rows === 1 ? '' : ` ${errors.length} of ${rows} are wrong;`;
  return new RequestError('verdict_invalid', `No verdict was taken:${count} row ${row}: ${detail}.`, {
    rows: errors.slice(0, MAX_ROWS_TOLD),
  });
}

const tooMany = () =>
  new RequestError(
    'verdicts_too_many',
    `A request may have at most ${MAX_VERDICTS} verdicts. No verdict was taken.`,
  );

type Row = { row: number; value: unknown };

function rowsOfJson(text: string): Row[] {
  const whole = parsed(text);
  const values = Array.isArray(whole) ? whole : [whole];
  return values.map((value, index) => ({ row: index + 1, value }));
}

/** Rows are numbered as the lines are, empty ones too. */
function rowsOfLines(text: string): Row[] {
  return text
    .split('\n')
    .map((line, index) => ({ row: index + 1, line: line.trim() }))
    .filter(({ line }) => line !== '')
    .map(({ row, line }) => ({ row, value: parsed(line) }));
}

/** Undefined for a text that is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with a verdict, undefined where nothing is. */
function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'a verdict must be an object';
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) {
    const shown = wellFormed(JSON.stringify(unknown.slice(0, MAX_NAME_LENGTH)));
    return `there is no property ${shown}; there are ${Object.keys(fields).join(', ')}`;
  }
  for (const [name, { isRight, allowed, required }] of Object.entries(fields)) {
    const given = (value as Record<string, unknown>)[name] ?? undefined;
    if (given === undefined ? required : !isRight(given)) return `${name} must be ${allowed}`;
  }
  return undefined;
}

/** Without what is null: some encoders write it for what is absent. */
function verdictOf(value: Verdict): Verdict {
  const set = Object.entries(value).filter(([, given]) => given !== null);
  return Object.fromEntries(set) as Verdict;
}
