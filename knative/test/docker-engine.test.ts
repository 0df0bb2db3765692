import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder } from '../../tools/test/processes.ts';
import { docker } from '../image/docker.ts';
import { findEngine } from '../image/engine.ts';

/** What a docker of a test answers to its arguments, each a pattern; what is not here fails. */
type Answers = readonly [pattern: string, stdout: string][];

const CONTAINERD: Answers = [['^info --format', '[[driver-type io.containerd.snapshotter.v1]]']];
const CLASSIC: Answers = [['^info --format', '[[Backing Filesystem extfs]]']];
const WORKS: Answers = [
  ['^--version', 'Docker version 29.0.0'],
  ['^info$', ''],
  ['^buildx version', 'v0.29.1'],
  ['^buildx inspect', 'Name:   default\nDriver: docker\n'],
  ['^buildx build', ''],
  ['^load', ''],
];

/** Makes programs the whole PATH. @returns the calls of docker so far, without build arguments and labels */
function onlyHere(programs: Readonly<Record<string, Answers>>): () => string[] {
  const folder = emptyFolder();
  const calls = path.join(folder, 'calls');
  for (const [program, answers] of Object.entries(programs)) {
    const file = path.join(folder, program);
    const script = [
      `#!${process.execPath}`,
      "const { appendFileSync, writeFileSync } = require('node:fs');",
      "const args = process.argv.slice(2).join(' ');",
      `appendFileSync(${JSON.stringify(calls)}, args + '\\n');`,
      "const dest = /dest=([^,]+)/.exec(args); if (dest) writeFileSync(dest[1], '');",
      `const found = ${JSON.stringify(answers)}.find(([pattern]) => new RegExp(pattern).test(args));`,
      'if (found) process.stdout.write(found[1]); else process.exitCode = 1;',
    ];
    writeFileSync(file, script.join('\n'));
    chmodSync(file, 0o755);
  }
  vi.stubEnv('PATH', folder);
  return () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []);
}

afterEach(() => vi.unstubAllEnvs());

describe('the engine', () => {
  const podman: Answers = [['^--version', 'podman version 5.0.0']];

  it.each([
    ['a Docker that runs, before a podman that is there', { docker: WORKS, podman }, 'docker'],
    ['podman where Docker does not run', { docker: WORKS.slice(0, 1), podman }, 'podman'],
    ['podman where Docker has no buildx', { docker: WORKS.slice(0, 2), podman }, 'podman'],
  ])('is %s', (_, programs, name) => {
    onlyHere(programs);
    expect(findEngine().name).toBe(name);
  });

  it.each([
    [
      'a Docker that does not run',
      WORKS.slice(0, 1),
      /^docker is here, but its daemon does not answer: start Docker \(Linux: sudo systemctl start docker; macOS, Windows: open Docker Desktop\)$/,
    ],
    [
      'a Docker without buildx',
      WORKS.slice(0, 2),
      /^docker is here, but cannot build: install its plugin buildx/,
    ],
  ])('%s says what helps, and of no other program', (_, answers, complaint) => {
    onlyHere({ docker: answers });
    expect(() => findEngine()).toThrow(complaint);
  });
});

describe('a build by Docker', () => {
  const options = {
    ...{ reference: 'dev.local/a:1', buildArguments: {}, labels: {}, sourceDateEpoch: 0 },
    ...{ context: '/source', cache: true, progress: false },
  };

  it('writes an archive with the times of its files rewritten, loads it, and leaves nothing', () => {
    const calls = onlyHere({ docker: [...CONTAINERD, ...WORKS] });
    mkdirSync(path.join(process.env.PATH!, 'tmp'));
    vi.stubEnv('TMPDIR', path.join(process.env.PATH!, 'tmp'));
    docker.build(options);
    const [build, load] = calls().slice(-2);
    const file = /--output type=docker,dest=([^,]+),name=dev\.local\/a:1,rewrite-timestamp=true /.exec(
      build!,
    )?.[1];
    expect(build).toContain('--build-arg SOURCE_DATE_EPOCH=0');
    expect(file).toMatch(/image\.tar$/);
    expect(load).toBe(`load --input ${file}`);
    expect(existsSync(file!)).toBe(false);
  });

  it('does so with a builder of its own, whatever the store', () => {
    const builder: Answers = [['^buildx inspect', 'Driver: docker-container\n']];
    const calls = onlyHere({ docker: [...builder, ...CLASSIC, ...WORKS] });
    docker.build(options);
    expect(calls().at(-1)).toMatch(/^load --input /);
  });

  it('says of the classic store that digests differ there, and builds', () => {
    const calls = onlyHere({ docker: [...CLASSIC, ...WORKS] });
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    docker.build(options);
    expect(said.mock.calls.join()).toContain('classic image store');
    expect(calls().at(-1)).toMatch(/^buildx build .*--output type=docker,name=dev\.local\/a:1 /);
    expect(calls().at(-1)).not.toContain('rewrite-timestamp');
  });
});
