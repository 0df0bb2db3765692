import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../tools/names.ts';

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('.nvmrc', () => {
  const major = textOf('.nvmrc').trim();

  it('is the Node.js of the image', () => {
    const image = /^ARG NODE_IMAGE=\S+\/node:(\d+)-/m.exec(textOf('Dockerfile'))?.[1];
    expect(major).toBe(image);
  });

  it('is one that package.json allows', () => {
    const least = /^>=(\d+)\./.exec(manifest.engines.node)?.[1];
    expect(Number(major)).toBeGreaterThanOrEqual(Number(least));
  });
});

describe('.github/dependabot.yml', () => {
  interface Update {
    'package-ecosystem': string;
    directory: string;
    ignore?: { 'dependency-name': string }[];
  }
  const { updates }: { updates: Update[] } = parse(textOf('.github/dependabot.yml'));
  const files: Readonly<Record<string, string>> = {
    npm: 'package-lock.json',
    pip: 'pyproject.toml',
    docker: 'Dockerfile',
  };

  const places = updates.map((update) => [update['package-ecosystem'], update.directory] as const);

  it.each(places)('finds what it renews: %s in %s', (ecosystem, folder) => {
    expect(files).toHaveProperty(ecosystem);
    expect(existsSync(path.join(root, folder, files[ecosystem]!))).toBe(true);
  });

  it('ignores only packages that there are', () => {
    const ignored = updates.flatMap(({ ignore = [] }) => ignore.map((entry) => entry['dependency-name']));
    expect(ignored.filter((name) => !(name in manifest.devDependencies))).toEqual([]);
  });
});
