import { runSync } from '../../tools/process.ts';
import { type BuildOptions, type ImageDescription, readableStep, runBuild } from './build.ts';

export function buildWithDocker(options: BuildOptions): void {
  const { reference, sourceDateEpoch } = options;
  const own = [
    ...['buildx', 'build', '--provenance=false', '--sbom=false'],
    ...['--output', `type=docker,name=${reference},rewrite-timestamp=true`],
    ...['--build-arg', `SOURCE_DATE_EPOCH=${sourceDateEpoch}`],
  ];
  runBuild('docker', own, options);
}

export function describeWithDocker(reference: string): ImageDescription {
  const id = runSync('docker', ['image', 'inspect', '--format', '{{.Id}}', reference]).trim();
  const format = ['--no-trunc', '--human=false', '--format', '{{.Size}}\t{{.CreatedBy}}'];
  const history = runSync('docker', ['history', ...format, reference]);
  const layers = history.split('\n').flatMap((line) => {
    const [bytes, createdBy = ''] = line.split('\t');
    return Number(bytes) > 0 ? [{ createdBy: readableStep(createdBy), bytes: Number(bytes) }] : [];
  });
  return { id, layers: layers.reverse() };
}
