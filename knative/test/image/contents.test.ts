import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ImageDescription } from '../../image/build.ts';
import { findEngine } from '../../image/engine.ts';
import { podman, RESTRICTIONS } from './podman.ts';
import type { TestImages } from './setup.ts';

const MEGABYTE = 1e6;
const LIMIT_BYTES = 240 * MEGABYTE;
const OWN_LIMIT_BYTES = 90 * MEGABYTE;
const OWN_LAYERS = ['COPY ./', 'COPY function/model', 'COPY dist'];

const found = inject('images');
const images = found as TestImages;
const describeImage = (reference: string): ImageDescription => findEngine('podman').describe(reference);

interface Entry {
  mode: string;
  owner: string;
  name: string;
}

/** Every file of an image, by its path from the root. */
function filesOf(reference: string): Entry[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-files-'));
  const container = podman('create', reference);
  try {
    const archive = path.join(folder, 'root.tar');
    podman('export', '--output', archive, container);
    const { stdout } = spawnSync('tar', ['--list', '--verbose', '--numeric-owner', '--file', archive], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    return stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [mode = '', owner = '', , , , ...name] = line.split(/\s+/);
        return {
          mode,
          owner,
          name: name
            .join(' ')
            .replace(/^\.?\/|\/$/g, '')
            .replace(/ (->|link to) .*/, ''),
        };
      });
  } finally {
    podman('rm', container);
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf('missing' in found)('the image', () => {
  let config: Record<string, never>;
  let files: Entry[];
  let described: ImageDescription;
  beforeAll(() => {
    [{ Config: config }] = JSON.parse(podman('image', 'inspect', images.identity.reference));
    files = filesOf(images.identity.reference);
    described = describeImage(images.identity.reference);
  });

  it('runs node itself, as a user with a number, in production', () => {
    expect(config).toMatchObject({
      Entrypoint: ['/nodejs/bin/node'],
      Cmd: ['dist/function/main.cjs'],
      User: '65532:65532',
      ExposedPorts: { '8080/tcp': {} },
      Env: expect.arrayContaining(['NODE_ENV=production']),
    });
  });

  it('tells what it was made from', () => {
    const { version, modelVersion } = images.identity;
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'cats-vs-dogs',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': 'revision-of-the-test',
      'org.opencontainers.image.source': 'https://example.org/cats-vs-dogs',
      'org.opencontainers.image.created': '2020-01-02T03:04:05.000Z',
      'cats-vs-dogs.model.version': modelVersion,
    });
  });

  it('has of this project what runs, and nothing else', () => {
    const allowed = [
      /^app(\/dist(\/function(\/(swagger-ui|web))?)?|\/function(\/model)?)?$/,
      /^app\/dist\/function\/(main|heic-worker|model-page)\.cjs$/,
      /^app\/dist\/function\/main\.cjs\.LEGAL\.txt$/,
      /^app\/dist\/function\/swagger-ui\/(swagger-ui\.css|swagger-ui-bundle\.js|favicon-32x32\.png|LICENSE|NOTICE)$/,
      /^app\/dist\/function\/web\/(index\.html|(page|model)\.css|(page|sha256)\.js|icon\.svg)$/,
      /^app\/function\/model\/(model\.json|model\.onnx|self-test\.jpg|MODEL_CARD\.md)$/,
      /^app\/node_modules(\/@img)?$/,
      /^app\/node_modules\/@img\/sharp-(libvips-)?linux-x64(\/|$)/,
      /^app\/node_modules\/@julusian(\/jpeg-turbo(\/package\.json|\/prebuilds(\/jpeg-turbo-linux-x64(\/.*)?)?)?)?$/,
      /^app\/node_modules\/libheif-js(\/(package\.json|LICENSE|libheif-wasm(\/libheif\.(js|wasm))?))?$/,
      /^app\/node_modules\/onnxruntime-node(\/package\.json|(\/bin(\/napi-v\d+(\/linux(\/x64(\/.*)?)?)?)?)?)?$/,
    ];
    const ours = files.map(({ name }) => name).filter((name) => /^app(\/|$)/.test(name));
    expect(ours.length).toBeGreaterThan(20);
    expect(ours.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it('has no file that the function could change, and none that gives it other rights', () => {
    const ours = files.filter(({ name }) => name.startsWith('app/'));
    expect(ours.filter(({ owner }) => owner !== '0/0')).toEqual([]);
    expect(ours.filter(({ mode }) => !/^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x)$/.test(mode))).toEqual([]);
    expect(files.filter(({ mode }) => /^-.*[sS]/.test(mode))).toEqual([]);
  });

  it('has no shell and no package manager', () => {
    const commands =
      /(^|\/)(ba|da|a|z|fi|k|c|tc)?sh$|(^|\/)(busybox|toybox|npm|npx|yarn|corepack|apt|apt-get|dpkg|apk)$/;
    expect(files.filter(({ name, mode }) => !mode.startsWith('d') && commands.test(name))).toEqual([]);
    const shell = spawnSync('podman', [
      ...['run', '--rm', ...RESTRICTIONS, '--entrypoint', '/bin/sh'],
      ...[images.identity.reference, '-c', 'exit 0'],
    ]);
    expect(shell.status).toBe(127);
  });

  it(`is of at most ${LIMIT_BYTES / MEGABYTE} MB, of them ${OWN_LIMIT_BYTES / MEGABYTE} MB ours`, () => {
    const bytes = (layers: ImageDescription['layers']) => layers.reduce((sum, layer) => sum + layer.bytes, 0);
    const ours = described.layers.slice(-OWN_LAYERS.length);
    expect(ours.map(({ createdBy }) => createdBy)).toEqual(OWN_LAYERS);
    expect(bytes(ours)).toBeLessThanOrEqual(OWN_LIMIT_BYTES);
    expect(bytes(described.layers)).toBeLessThanOrEqual(LIMIT_BYTES);
  });

  it('is the same, bit by bit, when it is built again elsewhere', () => {
    expect(describeImage(images.again)).toEqual(described);
  });

  it('of another commit brings only the function anew', () => {
    const [libraries, model, code] = layerDigests(images.identity.reference).slice(-3);
    const next = layerDigests(images.nextRevision).slice(-3);
    expect(next.slice(0, 2)).toEqual([libraries, model]);
    expect(next[2]).not.toBe(code);
    const [{ Config: nextConfig }] = JSON.parse(podman('image', 'inspect', images.nextRevision));
    expect(nextConfig.Labels).toHaveProperty(['org.opencontainers.image.revision'], 'another-revision');
  });
});

function layerDigests(reference: string): string[] {
  return JSON.parse(podman('image', 'inspect', '--format', '{{json .RootFS.Layers}}', reference));
}

describe.skipIf('missing' in found)('the image for arm64, built here', () => {
  const AARCH64 = 183;
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-arm64-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has the libraries of its own processor only', async () => {
    expect(podman('image', 'inspect', '--format', '{{.Architecture}}', images.arm64)).toBe('arm64');
    const names = filesOf(images.arm64).map(({ name }) => name);
    const libraries = names.filter((name) => /\.(node|so(\.[\d.]+)?)$/.test(name));
    // Sharp's and libvips's, ONNX Runtime's two, and libjpeg-turbo's two.
    expect(libraries).toHaveLength(6);
    const container = podman('create', images.arm64);
    try {
      for (const name of libraries) {
        const { stdout } = spawnSync('podman', ['cp', `${container}:/${name}`, '-'], { maxBuffer: 2 ** 27 });
        const TAR_HEADER = 512;
        const MACHINE_OFFSET = 18;
        expect(`${name} ${stdout.readUInt16LE(TAR_HEADER + MACHINE_OFFSET)}`).toBe(`${name} ${AARCH64}`);
      }
    } finally {
      podman('rm', container);
    }
  });
});
