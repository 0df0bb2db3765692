import { isIP } from 'node:net';
import path from 'node:path';

/** The root of the package; the bundle lies as deep under it as this source does. */
export const packageRoot = path.resolve(import.meta.dirname, '../..');

type Variable<T> = {
  default: T;
  /** What it was called before; still read where the new name is not set. */
  formerName?: string;
  unit?: string;
  meaning: string;
  parse: (text: string) => T | undefined;
  allowed: string;
};

type IntegerRange = { min: number; max: number; default: number; unit?: string };

function integer({ min, max, ...variable }: IntegerRange, meaning: string): Variable<number> {
  return {
    ...variable,
    meaning,
    allowed: `an integer from ${min} to ${max}`,
    parse: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

function filePath(kind: 'file' | 'folder', standard: string, meaning: string): Variable<string> {
  return {
    default: standard,
    meaning,
    allowed: `a path of a ${kind}`,
    parse: (value) => (value.includes('\0') ? undefined : path.resolve(value)),
  };
}

/** Comma separated; `parseItem` says undefined of what is not allowed. */
function list(
  parseItem: (text: string) => string | undefined,
  variable: { meaning: string; allowed: string },
): Variable<readonly string[]> {
  return {
    ...variable,
    default: [],
    parse: (text) => {
      const items = text.split(',').map((item) => parseItem(item.trim()));
      return items.includes(undefined) ? undefined : (items as string[]);
    },
  };
}

function onOrOff(meaning: string): Variable<'on' | 'off'> {
  return {
    default: 'on',
    meaning,
    allowed: 'on or off',
    parse: (text) => (text === 'on' || text === 'off' ? text : undefined),
  };
}

/** The address of a service that the function calls. */
function url(meaning: string): Variable<string> {
  return {
    default: '',
    meaning,
    allowed: 'an http or https URL',
    parse: (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
  };
}

/** An origin as a browser sends it: scheme, host and port. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol } = new URL(text);
  // A host with a * in it would be taken by its letters, and match nothing.
  const isOne = origin === text.toLowerCase() && /^https?:$/.test(protocol) && !text.includes('*');
  return isOne ? origin : undefined;
}

/** A network as 10.0.0.0/8 or fd00::/8. */
function networkOf(text: string): string | undefined {
  const [, address, bits] = /^([\da-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address ?? '');
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128) ? text : undefined;
}

const MEBIBYTE = 2 ** 20;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every variable that the function reads from its environment. */
export const variables = {
  PORT: integer({ min: 0, max: 65_535, default: 8080 }, 'TCP port to listen on; 0 takes a free one'),
  MODEL_PATH: filePath(
    'folder',
    path.join(packageRoot, 'function/model'),
    'folder with model.json, the weights and the self-test picture',
  ),
  LOG_LEVEL: {
    default: 'info',
    meaning: 'lowest level that is logged',
    allowed: `one of ${logLevels.join(', ')}`,
    parse: (text) => logLevels.find((level) => level === text.toLowerCase()),
  } as Variable<LogLevel>,
  MAX_UPLOAD_BYTES: integer(
    { min: 1, max: 1024 * MEBIBYTE, default: 10 * MEBIBYTE, unit: 'bytes' },
    'largest request body; over it: 413',
  ),
  MAX_BATCH_PHOTOS: integer({ min: 1, max: 1000, default: 32 }, 'most photos in a batch; over it: 413'),
  MAX_BATCH_BYTES: integer(
    { min: 1, max: 16_384 * MEBIBYTE, default: 64 * MEBIBYTE, unit: 'bytes' },
    'largest body of a batch, of which each photo may have MAX_UPLOAD_BYTES; over it: 413',
  ),
  MAX_PIXELS: integer(
    { min: 1, max: 1_000_000_000, default: 64_000_000, unit: 'pixels' },
    'largest picture, width times height; over it: 422',
  ),
  MAX_IN_FLIGHT_REQUESTS: integer(
    { min: 1, max: 100_000, default: 256 },
    'photos being received or judged at once; over it: 503',
  ),
  MAX_IN_FLIGHT_BYTES: integer(
    { min: 1, max: 16_384 * MEBIBYTE, default: 32 * MEBIBYTE, unit: 'bytes' },
    'bodies held in memory at once, all together; over it: 503',
  ),
  MAX_DECODE_BYTES: integer(
    { min: MEBIBYTE, max: 16_384 * MEBIBYTE, default: 64 * MEBIBYTE, unit: 'bytes' },
    'estimated memory of the decodes running at once; a picture that alone needs more: 422',
  ),
  DECODE_CONCURRENCY: integer({ min: 1, max: 64, default: 2 }, 'pictures decoded at once'),
  DECODE_TIMEOUT_SECONDS: integer(
    { min: 1, max: 600, default: 10, unit: 's' },
    'time that a decode may take; over it: 422',
  ),
  HEIC: onOrOff('whether HEIC photos are decoded; off: 415'),
  INTRA_OP_THREADS: integer({ min: 1, max: 64, default: 1 }, 'threads of one inference'),
  HEADERS_TIMEOUT_MS: integer(
    { min: 10, max: 600_000, default: 10_000, unit: 'ms' },
    'time for the headers of a request to arrive; over it: 408',
  ),
  BODY_TIMEOUT_MS: integer(
    { min: 10, max: 600_000, default: 30_000, unit: 'ms' },
    'time for the body of a request to arrive; over it: 408',
  ),
  KEEP_ALIVE_TIMEOUT_MS: integer(
    { min: 1, max: 600_000, default: 65_000, unit: 'ms' },
    'an idle connection is closed after this time',
  ),
  MAX_CONNECTIONS: integer(
    { min: 1, max: 100_000, default: 1024 },
    'open connections; further ones are closed at once',
  ),
  CORS_ALLOWED_ORIGINS: list((text) => (text === '*' ? text : originOf(text)), {
    meaning: 'origins whose pages may read the answers; none: pages of this origin alone',
    allowed: 'origins as https://example.com, with commas between, or *',
  }),
  API_KEYS_FILE: filePath('file', '', 'file with a line NAME:SHA256 a key; with it, a photo needs a key'),
  RATE_LIMIT_PHOTOS: integer(
    { min: 0, max: 1_000_000_000, default: 0, unit: 'photos' },
    'what a key may have judged in a window of time, by each process; over it: 429; 0 is no limit',
  ),
  RATE_LIMIT_WINDOW_SECONDS: integer(
    { min: 1, max: 86_400, default: 60, unit: 's' },
    'the window of RATE_LIMIT_PHOTOS',
  ),
  PHOTO_ALLOWED_HOSTS: {
    ...list((text) => originOf(text.includes('://') ? text : `https://${text}`), {
      meaning: 'hosts from which a photo is fetched when it comes as a URL',
      allowed:
        'hosts as photos.example.com, photos.example.com:8443 or http://photos.example.com, with commas between',
    }),
    formerName: 'EVENT_ALLOWED_HOSTS',
  },
  PHOTO_ALLOWED_NETWORKS: {
    ...list(networkOf, {
      meaning: 'networks of internal addresses that such a host may have; a link-local address never',
      allowed: 'networks as 10.96.0.0/12, with commas between',
    }),
    formerName: 'EVENT_ALLOWED_NETWORKS',
  },
  PHOTO_FETCH_TIMEOUT_MS: {
    ...integer(
      { min: 10, max: 600_000, default: 10_000, unit: 'ms' },
      'time to fetch a photo from its URL; over it: 502',
    ),
    formerName: 'EVENT_FETCH_TIMEOUT_MS',
  },
  VERDICTS: onOrOff('whether people can say what was right, by POST /verdicts; off: 404'),
  VERDICTS_SINK: url(
    'where each verdict is sent to as a CloudEvent; without it K_SINK; nothing is sent without one',
  ),
  K_SINK: url('the same, as Knative sets it by a SinkBinding'),
  K_REVISION: {
    default: '',
    meaning: 'the name that Knative gives the revision; each answer has it as `x-revision`',
    allowed: 'a name of letters, digits, `.` and `-`',
    parse: (text) => (/^[\da-z.-]{1,253}$/.test(text) ? text : undefined),
  } as Variable<string>,
  OTEL_EXPORTER_OTLP_ENDPOINT: url(
    'an OpenTelemetry collector, to which spans are sent by OTLP/HTTP; nothing is sent without one',
  ),
  OTEL_SERVICE_NAME: {
    default: 'cats-vs-dogs',
    meaning: 'the name of the service in those spans',
    allowed: 'up to 128 printable characters',
    parse: (text) => (/^[ -~]{1,128}$/.test(text) ? text : undefined),
  } as Variable<string>,
} satisfies Record<
  string,
  Variable<never> | Variable<number> | Variable<string> | Variable<LogLevel> | Variable<readonly string[]>
>;

/** The parsed environment, one property a variable. */
export type Config = { readonly [Name in keyof typeof variables]: (typeof variables)[Name]['default'] };

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
    const textOf = (of: string) => env[of]?.trim() ?? '';
    const given = textOf(name) === '' ? (variable.formerName ?? name) : name;
    const text = textOf(given);
    if (text === '') return [name, variable.default];
    const value = variable.parse(text);
    if (value === undefined) throw new ConfigError(`${given} must be ${variable.allowed}`);
    return [name, value];
  });
  return Object.freeze(Object.fromEntries(entries)) as Config;
}

/** The variables as a table in Markdown. */
export function configTable(): string {
  const rows = Object.entries(variables as Record<string, Variable<unknown>>).map(([name, variable]) => {
    const value = String(variable.default).replace(`${packageRoot}${path.sep}`, '') || 'none';
    const unit = variable.unit === undefined ? '' : ` ${variable.unit}`;
    const former = variable.formerName === undefined ? '' : `; formerly \`${variable.formerName}\``;
    return `| \`${name}\` | ${value}${unit} | ${variable.allowed} | ${variable.meaning}${former} |`;
  });
  return ['| variable | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
