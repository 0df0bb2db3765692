import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import client from '../../clients/typescript/package.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };
import { root } from '../../tools/names.ts';
import released from '../openapi/last-release.json' with { type: 'json' };

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { version } = manifest;
const [image] = parse(textOf('knative/overlays/production/kustomization.yaml')).images;

describe('the version of package.json', () => {
  it('is one that can be compared', () => expect(version).toMatch(/^\d+\.\d+\.\d+$/));

  it.each([
    ['package-lock.json', lock.version],
    ['the packages of package-lock.json', lock.packages[''].version],
    ['clients/typescript/package.json', client.version],
    ...['clients/python/pyproject.toml', 'model-build/pyproject.toml'].map((file) => [
      file,
      /^version = "(.*)"$/m.exec(textOf(file))?.[1],
    ]),
  ])('is that of %s', (_, other) => expect(other).toBe(version));

  // Whoever deploys from a registry of their own has its name there, and what they last deployed as the tag.
  it.runIf(image.newName === 'ghcr.io/example/cats-vs-dogs')('is the tag in overlays/production', () =>
    expect(image.newTag).toBe(version),
  );

  // It is ahead of the last release where a change that breaks clients says so by it; npx . ci gates compares the two.
  it('is not older than the last release', () => {
    const order = released.info.version.localeCompare(version, 'en', { numeric: true });
    expect(order, released.info.version).toBeLessThanOrEqual(0);
  });
});

const newest = /^## v?(\d\S*)/m.exec(textOf('CHANGELOG.md'))?.[1];
it.runIf(newest)('the newest release of CHANGELOG.md is the one whose API is kept', () =>
  expect(newest).toBe(released.info.version),
);
