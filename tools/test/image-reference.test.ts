import { describe, expect, it } from 'vitest';
import { isOnThisMachine, parseReference, registryOrigin } from '../image-reference.ts';

describe('the name of an image in its parts', () => {
  it.each([
    ['node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['someone/node:24', { registry: 'docker.io', repository: 'someone/node', tag: '24' }],
    ['docker.io/library/node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['docker.io/node:24', { registry: 'docker.io', repository: 'library/node', tag: '24' }],
    ['gcr.io/a/b:nonroot', { registry: 'gcr.io', repository: 'a/b', tag: 'nonroot' }],
    ['localhost/a:1', { registry: 'localhost', repository: 'a', tag: '1' }],
    ['localhost:5000/a:1', { registry: 'localhost:5000', repository: 'a', tag: '1' }],
    ['gcr.io/a:1@sha256:0', { registry: 'gcr.io', repository: 'a', tag: '1', digest: 'sha256:0' }],
  ])('%s', (text, parts) => expect(parseReference(text)).toEqual(parts));

  it.each(['node', 'localhost:5000/node', 'node@sha256:0'])('%s has no tag', (text) =>
    expect(() => parseReference(text)).toThrow('has no tag'),
  );
});

it.each([
  ['docker.io', 'https://registry-1.docker.io'],
  ['ghcr.io', 'https://ghcr.io'],
  ['localhost:5000', 'http://localhost:5000'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['localhost.example.org', 'https://localhost.example.org'],
])('the API of %s is at %s', (registry, origin) => {
  expect(registryOrigin(registry)).toBe(origin);
  expect(isOnThisMachine(registry)).toBe(origin.startsWith('http:'));
});
