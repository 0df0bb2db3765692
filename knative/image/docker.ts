import { type BuildOptions, commonOptions } from './build-options.ts';
import { output, runBuild } from './commands.ts';
import { type ImageDescription, readableStep } from './image-description.ts';

export function buildWithDocker(options: BuildOptions): void {
  const { reference, sourceDateEpoch, context } = options;
  const args = [
    ...['buildx', 'build', '--provenance=false', '--sbom=false'],
    ...['--output', `type=docker,name=${reference},rewrite-timestamp=true`],
    ...['--build-arg', `SOURCE_DATE_EPOCH=${sourceDateEpoch}`, ...commonOptions(options), context],
  ];
  runBuild('docker', args, options);
}

export function describeWithDocker(reference: string): ImageDescription {
  const id = output('docker', 'image', 'inspect', '--format', '{{.Id}}', reference);
  const format = '{{.Size}}\t{{.CreatedBy}}';
  const history = output('docker', 'history', '--no-trunc', '--human=false', '--format', format, reference);
  const layers = history.split('\n').flatMap((line) => {
    const [bytes, createdBy = ''] = line.split('\t');
    return Number(bytes) > 0 ? [{ createdBy: readableStep(createdBy), bytes: Number(bytes) }] : [];
  });
  return { id, layers: layers.reverse() };
}
