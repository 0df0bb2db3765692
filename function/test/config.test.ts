import { describe, expect, it } from 'vitest';
import { ConfigError, configTable, parseConfig, variables } from '../src/config.ts';

describe('parseConfig', () => {
  it('has a default for every variable', () => {
    const config = parseConfig({});
    expect(Object.keys(config)).toEqual(Object.keys(variables));
    expect(config).toMatchObject({
      PORT: 8080,
      LOG_LEVEL: 'info',
      MAX_UPLOAD_BYTES: 10_485_760,
      MAX_PIXELS: 64_000_000,
    });
    expect(config.MODEL_PATH).toMatch(/function[\\/]model$/);
  });

  it.each([
    ['PORT', '0', 0],
    ['PORT', ' 65535 ', 65_535],
    ['LOG_LEVEL', 'DEBUG', 'debug'],
    ['MAX_UPLOAD_BYTES', '1', 1],
    ['INTRA_OP_THREADS', '2', 2],
    ['DECODE_CONCURRENCY', '', parseConfig({}).DECODE_CONCURRENCY],
  ] as const)('%s=%j is %j', (name, text, value) => {
    expect(parseConfig({ [name]: text })[name]).toBe(value);
  });

  it.each([
    ['CORS_ALLOWED_ORIGINS', '', []],
    ['CORS_ALLOWED_ORIGINS', '*', ['*']],
    [
      'CORS_ALLOWED_ORIGINS',
      'https://a.example, http://b.example:8080',
      ['https://a.example', 'http://b.example:8080'],
    ],
    ['PHOTO_ALLOWED_HOSTS', 'a.example,b.example:8443', ['https://a.example', 'https://b.example:8443']],
    ['PHOTO_ALLOWED_HOSTS', 'http://a.example', ['http://a.example']],
    ['PHOTO_ALLOWED_NETWORKS', '10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ] as const)('%s=%j is a list', (name, text, value) => {
    expect(parseConfig({ [name]: text })[name]).toEqual(value);
  });

  it.each([
    ['EVENT_ALLOWED_HOSTS', 'a.example', 'PHOTO_ALLOWED_HOSTS', ['https://a.example']],
    ['EVENT_ALLOWED_NETWORKS', '10.0.0.0/8', 'PHOTO_ALLOWED_NETWORKS', ['10.0.0.0/8']],
    ['EVENT_FETCH_TIMEOUT_MS', '20', 'PHOTO_FETCH_TIMEOUT_MS', 20],
  ] as const)('reads %s, the former name, where the new one is not set', (former, text, name, value) => {
    expect(parseConfig({ [former]: text })[name]).toEqual(value);
    expect(parseConfig({ [former]: 'wrong name', [name]: text })[name]).toEqual(value);
    expect(() => parseConfig({ [former]: 'a b' })).toThrow(`${former} must be`);
  });

  it.each([
    ['PORT', '65536', 'PORT must be an integer from 0 to 65535'],
    ['PORT', '-1', 'PORT must be an integer from 0 to 65535'],
    ['PORT', '80a', 'PORT must be an integer from 0 to 65535'],
    ['PORT', '8e3', 'PORT must be an integer from 0 to 65535'],
    ['PORT', '80.5', 'PORT must be an integer from 0 to 65535'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent'],
    ['MAX_UPLOAD_BYTES', '0', 'MAX_UPLOAD_BYTES must be an integer from 1 to 1073741824'],
    ['MAX_PIXELS', '99999999999999999999', 'MAX_PIXELS must be an integer from 1 to 1000000000'],
    ['MODEL_PATH', 'a\0b', 'MODEL_PATH must be a path of a folder'],
    ...[
      'a.example',
      'https://a.example/',
      'https://a.example/b',
      'ftp://a.example',
      'https://u@a.example',
      'https://a.example,',
    ].map((text) => [
      'CORS_ALLOWED_ORIGINS',
      text,
      'CORS_ALLOWED_ORIGINS must be origins as https://example.com, with commas between, or *',
    ]),
    ...['a.example/b', 'https://a.example/', 'ftp://a.example', '*', '*.example', 'a b'].map((text) => [
      'PHOTO_ALLOWED_HOSTS',
      text,
      'PHOTO_ALLOWED_HOSTS must be hosts as photos.example.com, photos.example.com:8443 or http://photos.example.com, with commas between',
    ]),
    ...['10.0.0.0', '10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'a/8'].map((text) => [
      'PHOTO_ALLOWED_NETWORKS',
      text,
      'PHOTO_ALLOWED_NETWORKS must be networks as 10.96.0.0/12, with commas between',
    ]),
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'localhost:4318',
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL',
    ],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'grpc://a:4317',
      'OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https URL',
    ],
  ])('refuses %s=%j by name', (name, text, message) => {
    expect(() => parseConfig({ [name!]: text })).toThrow(new ConfigError(message));
  });

  it('ignores a variable that it does not know, as one of a former release', () => {
    expect(parseConfig({ INFERENCE_WORKERS: '1' })).toEqual(parseConfig({}));
  });

  it('takes MODEL_PATH from the working directory', () => {
    expect(parseConfig({ MODEL_PATH: 'models/next' }).MODEL_PATH).toBe(`${process.cwd()}/models/next`);
  });
});

describe('configTable', () => {
  it('has a row for each variable, with default and meaning', () => {
    const rows = configTable().split('\n');
    expect(rows).toHaveLength(Object.keys(variables).length + 2);
    expect(rows.find((row) => row.includes('`MAX_UPLOAD_BYTES`'))).toMatch(/10485760 bytes.*413/);
    expect(rows.find((row) => row.includes('`MODEL_PATH`'))).toContain('| function/model |');
  });
});
