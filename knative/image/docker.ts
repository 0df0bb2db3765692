import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSync, succeeds } from '../../tools/process.ts';
import { type BuildOptions, type Engine, readableStep, runBuild } from './build.ts';

const HOW_TO_START = 'start Docker (Linux: sudo systemctl start docker; macOS, Windows: open Docker Desktop)';
const HOW_TO_GET_BUILDX =
  'install its plugin buildx (https://docs.docker.com/go/buildx; Debian, Ubuntu: apt-get install docker-buildx-plugin)';

export const docker: Engine = {
  name: 'docker',

  problem() {
    if (!succeeds('docker', '--version')) return 'missing';
    // The command alone builds nothing: its daemon has to answer.
    if (!succeeds('docker', 'info')) return `docker is here, but its daemon does not answer: ${HOW_TO_START}`;
    if (!succeeds('docker', 'buildx', 'version'))
      return `docker is here, but cannot build: ${HOW_TO_GET_BUILDX}`;
    return undefined;
  },

  build(options) {
    if (rewritesTimes()) return buildFile(options);
    console.error(
      'this Docker builds for its classic image store, where files keep the time of the build: each build has another digest; its containerd image store ends that (https://docs.docker.com/engine/storage/containerd)',
    );
    runBuild(
      'docker',
      [...COMMAND, '--output', `type=docker,name=${options.reference}`, ...epoch(options)],
      options,
    );
  },

  describe(reference) {
    const id = runSync('docker', ['image', 'inspect', '--format', '{{.Id}}', reference]).trim();
    const format = ['--no-trunc', '--human=false', '--format', '{{.Size}}\t{{.CreatedBy}}'];
    const history = runSync('docker', ['history', ...format, reference]);
    const layers = history.split('\n').flatMap((line) => {
      const [bytes, createdBy = ''] = line.split('\t');
      return Number(bytes) > 0 ? [{ createdBy: readableStep(createdBy), bytes: Number(bytes) }] : [];
    });
    return { id, layers: layers.reverse() };
  },
};

const COMMAND = ['buildx', 'build', '--provenance=false', '--sbom=false'];

const epoch = ({ sourceDateEpoch }: BuildOptions) => ['--build-arg', `SOURCE_DATE_EPOCH=${sourceDateEpoch}`];

/** Whether the builder writes an archive: that of the daemon itself does so only with the containerd image store. */
function rewritesTimes(): boolean {
  const isDaemon = /^Driver:\s+docker$/m.test(runSync('docker', ['buildx', 'inspect']));
  return (
    !isDaemon ||
    runSync('docker', ['info', '--format', '{{.DriverStatus}}']).includes('io.containerd.snapshotter')
  );
}

/** By way of an archive: a builder that also unpacks the image into the store refuses to rewrite times. */
function buildFile(options: BuildOptions): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-image-'));
  const file = path.join(folder, 'image.tar');
  try {
    const output = `type=docker,dest=${file},name=${options.reference},rewrite-timestamp=true`;
    runBuild('docker', [...COMMAND, '--output', output, ...epoch(options)], options);
    runSync('docker', ['load', '--input', file]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
