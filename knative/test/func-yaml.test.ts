import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MEMORY_LIMIT_BYTES } from '../../function/harness/server-under-test.ts';
import { packageRoot, variables } from '../../function/src/config.ts';
import { openApiDocument } from '../../function/src/openapi/document.ts';
import manifest from '../../package.json' with { type: 'json' };
import schema from './func-yaml.schema.json' with { type: 'json' };

interface FuncYaml {
  [field: string]: unknown;
  build: { buildEnvs: { name: string; value: unknown }[]; builderImages: { s2i: string } };
  deploy: {
    [field: string]: unknown;
    healthEndpoints: Record<string, string>;
    options: {
      scale: Record<string, number | string>;
      resources: Record<'requests' | 'limits', Record<string, unknown>>;
    };
  };
}

const read = (): FuncYaml => parse(readFileSync(path.join(packageRoot, 'func.yaml'), 'utf8'));
const validate = new Ajv2020({ allErrors: true }).compile(schema);

it('func.yaml is what func accepts', () => {
  validate(read());
  expect(validate.errors ?? []).toEqual([]);
});

describe('func.yaml would be refused', () => {
  it.each<[string, (file: FuncYaml) => void]>([
    ['without a version', (file) => delete file.specVersion],
    ['without a time of creation', (file) => delete file.created],
    ['without a registry', (file) => delete file.registry],
    ['with the zero time', (file) => Object.assign(file, { created: '0001-01-01T00:00:00Z' })],
    ['with a runtime that func does not have', (file) => Object.assign(file, { runtime: 'nodejs' })],
    ['with a builder that refuses Node.js', (file) => Object.assign(file.build, { builder: 'host' })],
    ['with a timeout, which func cannot set', (file) => Object.assign(file.deploy, { timeoutSeconds: 60 })],
    [
      'with a window of the autoscaler',
      (file) => Object.assign(file.deploy.options.scale, { window: '60s' }),
    ],
    ['with another metric', (file) => Object.assign(file.deploy.options.scale, { metric: 'cpu' })],
    ['with a target of none', (file) => Object.assign(file.deploy.options.scale, { target: 0 })],
    [
      'with a concurrency as text',
      (file) => Object.assign(file.deploy.options.resources.limits, { concurrency: '8' }),
    ],
    ['with a CPU as a number', (file) => Object.assign(file.deploy.options.resources.limits, { cpu: 1 })],
    ['with a variable that is no text', (file) => Object.assign(file.build.buildEnvs[0]!, { value: 24 })],
    [
      'with a probe that is no path',
      (file) => Object.assign(file.deploy.healthEndpoints, { liveness: 'health' }),
    ],
  ])('%s', (_, break_) => {
    const file = read();
    break_(file);
    expect(validate(file)).toBe(false);
  });
});

describe('func.yaml says what is so:', () => {
  const { build, deploy } = read();
  const buildEnvs = Object.fromEntries(build.buildEnvs.map(({ name, value }) => [name, String(value)]));

  it('the probes are endpoints of the function', () => {
    const { paths } = openApiDocument('0') as { paths: Record<string, object> };
    for (const endpoint of Object.values(deploy.healthEndpoints))
      expect(paths).toHaveProperty([endpoint, 'get']);
  });

  it('the scripts of the build are there', () => {
    const scripts = buildEnvs.BP_NODE_RUN_SCRIPTS!.split(',');
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  });

  it('the version of Node.js is that of the image, with each builder', () => {
    expect(build.builderImages.s2i).toContain(`/nodejs-${buildEnvs.BP_NODE_VERSION!.replace('.*', '-')}`);
    const dockerfile = readFileSync(path.join(packageRoot, 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`/node:${buildEnvs.BP_NODE_VERSION!.replace('.*', '-')}`);
  });

  it('the memory is what the tests hold the function to, and no pod has more photos than it holds', () => {
    const { limits } = deploy.options.resources;
    expect(limits.memory).toBe(`${MEMORY_LIMIT_BYTES / 2 ** 20}Mi`);
    expect(limits.concurrency).toBeLessThanOrEqual(variables.MAX_IN_FLIGHT_REQUESTS.default);
    expect(deploy.options.scale.target).toBeLessThan(limits.concurrency as number);
  });
});

it('func finds the line that it appends to .gitignore, so that a deploy changes no file of Git', () => {
  expect(readFileSync(path.join(packageRoot, '.gitignore'), 'utf8').split('\n')).toContain('/.func');
});

describe('the builders start', () => {
  it('scripts.start alone, for a script before or after it would keep signals from it', () => {
    expect(manifest.scripts.start).toMatch(/^node \S+$/);
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)start$/.test(name))).toEqual([]);
  });

  it('nothing else: no file at the root has the name of an entry point', () => {
    const names = ['server', 'app', 'main', 'index'].flatMap((name) =>
      ['js', 'cjs', 'mjs'].map((end) => `${name}.${end}`),
    );
    expect(names.filter((name) => existsSync(path.join(packageRoot, name)))).toEqual([]);
  });
});
