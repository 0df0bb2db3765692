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
      MAX_PIXELS: 50_000_000,
    });
    expect(config.MODEL_PATH).toMatch(/function[\\/]model$/);
  });

  it.each([
    ['PORT', '0', 0],
    ['PORT', ' 65535 ', 65_535],
    ['LOG_LEVEL', 'DEBUG', 'debug'],
    ['MAX_UPLOAD_BYTES', '1', 1],
    ['INFERENCE_WORKERS', '2', 2],
    ['DECODE_CONCURRENCY', '', parseConfig({}).DECODE_CONCURRENCY],
  ] as const)('%s=%j is %j', (name, text, value) => {
    expect(parseConfig({ [name]: text })[name]).toBe(value);
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
    expect(() => parseConfig({ [name]: text })).toThrow(new ConfigError(message));
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
