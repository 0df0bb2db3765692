import path from 'node:path';

/** The root of the package; the bundle lies as deep under it as this source does. */
export const packageRoot = path.resolve(import.meta.dirname, '../..');

type Variable<T> = {
  default: T;
  unit?: string;
  meaning: string;
  parse: (text: string) => T | undefined;
  allowed: string;
};

function integer(
  range: { min: number; max: number },
  variable: { default: number; unit?: string; meaning: string },
): Variable<number> {
  return {
    ...variable,
    allowed: `an integer from ${range.min} to ${range.max}`,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= range.min && value <= range.max ? value : undefined;
    },
  };
}

const MEBIBYTE = 2 ** 20;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every variable that the function reads from its environment. */
export const variables = {
  PORT: integer(
    { min: 0, max: 65_535 },
    { default: 8080, meaning: 'TCP port to listen on; 0 takes a free one' },
  ),
  MODEL_PATH: {
    default: path.join(packageRoot, 'function/model'),
    meaning: 'folder with model.json, the weights and the self-test picture',
    allowed: 'a path of a folder',
    parse: (text) => (text.includes('\0') ? undefined : path.resolve(text)),
  } as Variable<string>,
  LOG_LEVEL: {
    default: 'info',
    meaning: 'lowest level that is logged',
    allowed: `one of ${logLevels.join(', ')}`,
    parse: (text) => logLevels.find((level) => level === text.toLowerCase()),
  } as Variable<LogLevel>,
  MAX_UPLOAD_BYTES: integer(
    { min: 1, max: 1024 * MEBIBYTE },
    { default: 10 * MEBIBYTE, unit: 'bytes', meaning: 'largest request body; over it: 413' },
  ),
  MAX_PIXELS: integer(
    { min: 1, max: 1_000_000_000 },
    { default: 50_000_000, unit: 'pixels', meaning: 'largest picture, width times height; over it: 422' },
  ),
  MAX_IN_FLIGHT_REQUESTS: integer(
    { min: 1, max: 100_000 },
    { default: 256, meaning: 'photos being received or judged at once; over it: 503' },
  ),
  MAX_IN_FLIGHT_BYTES: integer(
    { min: 1, max: 16_384 * MEBIBYTE },
    {
      default: 32 * MEBIBYTE,
      unit: 'bytes',
      meaning: 'bodies held in memory at once, all together; over it: 503',
    },
  ),
  MAX_DECODE_BYTES: integer(
    { min: MEBIBYTE, max: 16_384 * MEBIBYTE },
    {
      default: 64 * MEBIBYTE,
      unit: 'bytes',
      meaning: 'estimated memory of the decodes running at once; a picture that alone needs more: 422',
    },
  ),
  DECODE_CONCURRENCY: integer({ min: 1, max: 64 }, { default: 2, meaning: 'pictures decoded at once' }),
  // Measured on two busy cores with an int8 model of 5 MB: 0 answered as many photos a second as 1 (each 11 ms of CPU
  // against 11.5), in 140 MB instead of 175 MB. A thread pays where a core is idle, or inference is long.
  INFERENCE_WORKERS: integer(
    { min: 0, max: 64 },
    {
      default: 0,
      meaning: 'threads that run the model, each with its own copy; 0 runs it on the main thread',
    },
  ),
  INTRA_OP_THREADS: integer({ min: 1, max: 64 }, { default: 1, meaning: 'threads of one inference' }),
  HEADERS_TIMEOUT_MS: integer(
    { min: 10, max: 600_000 },
    { default: 10_000, unit: 'ms', meaning: 'time for the headers of a request to arrive; over it: 408' },
  ),
  BODY_TIMEOUT_MS: integer(
    { min: 10, max: 600_000 },
    { default: 30_000, unit: 'ms', meaning: 'time for the body of a request to arrive; over it: 408' },
  ),
  KEEP_ALIVE_TIMEOUT_MS: integer(
    { min: 1, max: 600_000 },
    { default: 65_000, unit: 'ms', meaning: 'an idle connection is closed after this time' },
  ),
  MAX_CONNECTIONS: integer(
    { min: 1, max: 100_000 },
    { default: 1024, meaning: 'open connections; further ones are closed at once' },
  ),
  K_REVISION: {
    default: '',
    meaning: 'the name that Knative gives the revision; each answer has it as `x-revision`',
    allowed: 'a name of letters, digits, `.` and `-`',
    parse: (text) => (/^[\da-z.-]{1,253}$/.test(text) ? text : undefined),
  } as Variable<string>,
} satisfies Record<string, Variable<never> | Variable<number> | Variable<string> | Variable<LogLevel>>;

type Name = keyof typeof variables;
type ValueOf<N extends Name> = (typeof variables)[N]['default'];

/** The parsed environment, one property a variable. */
export type Config = { readonly [N in Name]: ValueOf<N> };

/** A variable has a value that is not allowed; the message says which and what is. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the configuration; a variable that is absent or empty has its default.
 * @throws ConfigError with the variable's name and what is allowed
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const entries = Object.entries(variables as Record<string, Variable<unknown>>).map(([name, variable]) => {
    const text = env[name]?.trim() ?? '';
    if (text === '') return [name, variable.default];
    const value = variable.parse(text);
    if (value === undefined) throw new ConfigError(`${name} must be ${variable.allowed}`);
    return [name, value];
  });
  return Object.freeze(Object.fromEntries(entries)) as Config;
}

/** The variables as a table in Markdown. */
export function configTable(): string {
  const rows = Object.entries(variables as Record<string, Variable<unknown>>).map(([name, variable]) => {
    const value = String(variable.default).replace(`${packageRoot}${path.sep}`, '');
    const unit = variable.unit === undefined ? '' : ` ${variable.unit}`;
    return `| \`${name}\` | ${value}${unit} | ${variable.allowed} | ${variable.meaning} |`;
  });
  return ['| variable | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
