import { runSync, succeeds } from '../../tools/process.ts';
import { type Engine, readableStep, runBuild } from './build.ts';

export const docker: Engine = {
  name: 'docker',
  // The command alone builds nothing: its daemon has to answer.
  isThere: () => succeeds('docker', 'info'),

  build(options) {
    const own = [
      ...['buildx', 'build', '--provenance=false', '--sbom=false'],
      ...['--output', `type=docker,name=${options.reference},rewrite-timestamp=true`],
      ...['--build-arg', `SOURCE_DATE_EPOCH=${options.sourceDateEpoch}`],
    ];
    runBuild('docker', own, options);
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
