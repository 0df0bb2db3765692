import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { alertLines } from '../alerts/alert-lines.ts';
import { PrometheusApi } from '../alerts/prometheus-api.ts';
import { withForward } from '../stack/forward.ts';

await runCommand({
  name: 'alerts:status',
  help: `Shows every alert with its state, and what fires in its own words.

  npm run alerts:status -- [options]

  --url URL       of a Prometheus elsewhere, as that of npm run monitoring:local: http://localhost:9090
${CLUSTER_HELP}`,
  options: { url: { type: 'string' }, ...clusterOptions },
  async run({ url, context }) {
    const show = async (base: URL) => {
      const rules = await new PrometheusApi(base).rules().catch((error: unknown) => {
        throw error instanceof Failure ? error : new Failure(`no Prometheus answers at ${base.href}`);
      });
      console.log(alertLines(rules));
    };
    if (url !== undefined) await show(new URL(url));
    else await withForward(new Kubectl(context), 'prometheus', show);
  },
});
