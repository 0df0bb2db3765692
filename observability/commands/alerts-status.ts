import { Command } from '@commander-js/extra-typings';
import { contextOption, jsonOption, namespaceOption } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { alertFacts, alertLines } from '../alerts/alert-lines.ts';
import { Prometheus } from '../prometheus.ts';
import { withForward } from '../stack/forward.ts';
import { stackOf } from '../stack/stack.ts';

export default () =>
  new Command()
    .description('Shows every alert with its state, and the description of those that fire.')
    .option(
      '--url <url>',
      'of a Prometheus elsewhere, as http://localhost:9090 of npx . monitoring local',
      parseUrl,
    )
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .addOption(jsonOption())
    .action(async ({ url, json, ...place }) => {
      const show = async (base: URL) => {
        const rules = await new Prometheus(base).rules();
        console.log(json === true ? JSON.stringify(alertFacts(rules)) : alertLines(rules));
      };
      if (url !== undefined) await show(url);
      else await withForward(stackOf(place), 'prometheus', show);
    });

/** @throws UsageError that says what is allowed */
function parseUrl(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new UsageError(`--url must be an address as http://localhost:9090, found: ${text}`);
}
