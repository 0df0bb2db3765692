import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { alertLines } from '../alerts/alert-lines.ts';
import { Prometheus } from '../prometheus.ts';
import { withForward } from '../stack/forward.ts';

await runCommand({
  name: 'alerts:status',
  help: `Shows every alert with its state, and what fires in its own words.

  npm run alerts:status -- [options]

  --url URL       of a Prometheus elsewhere, as that of npm run monitoring:local: http://localhost:9090
${CLUSTER_HELP}`,
  options: { url: { type: 'string' }, ...clusterOptions },
  async run({ url, context }) {
    const show = async (base: URL) => console.log(alertLines(await new Prometheus(base).rules()));
    if (url !== undefined) await show(new URL(url));
    else await withForward(new Kubectl(context), 'prometheus', show);
  },
});
