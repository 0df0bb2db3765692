import { Command } from '@commander-js/extra-typings';
import { KIND_CONTEXT } from '../../knative/kind/names.ts';
import { contextOption, variableLines } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { ADDRESS_VARIABLES, addressesOf, withAddresses } from '../stack/addresses.ts';
import { apply } from '../stack/deploy.ts';
import { grafanaPassword } from '../stack/grafana-password.ts';
import { MAIL_VARIABLES, mailSettings } from '../stack/mail-settings.ts';
import { OPTIONAL, type Optional, render, without, withSettings } from '../stack/manifests.ts';
import { PARTS, type Part } from '../stack/names.ts';
import { WATCHED_VARIABLE, watchedServices, withServices } from '../stack/watched-services.ts';
import { howToReach } from '../stack/workloads.ts';

export default () =>
  new Command()
    .description(
      `Deploys Prometheus, Alertmanager, Grafana and exporters to the namespace monitoring of the cluster that kubectl
      points to, or what changed of them, and prints where their pages are. In a Kind cluster they are on ports of this
      machine.`,
    )
    .option('--storage', 'keep data in volumes of the default storage class')
    .option(
      '--without <list>',
      `leave out some of ${OPTIONAL.join(', ')}, with commas between`,
      optionalParts,
    )
    .addOption(contextOption())
    .addHelpText(
      'after',
      `\nWhat is watched, from the environment:\n${variableLines(WATCHED_VARIABLE)}\n\nWho gets the mails, from the environment:\n${variableLines(MAIL_VARIABLES)}\n\nAddresses and names, from the environment:\n${variableLines(ADDRESS_VARIABLES)}`,
    )
    .action(async ({ context: given, storage, without: left = [] }) => {
      const settings = mailSettings(process.env);
      const services = watchedServices(process.env);
      const kubectl = new Kubectl(given);
      const context = await kubectl.contextName();
      const isKind = context === KIND_CONTEXT;
      const addresses = addressesOf(process.env, { needsRunbooks: settings !== undefined || !isKind });
      const all = await render(kubectl, [
        ...(isKind ? (['node-ports'] as const) : []),
        ...(storage === true ? (['persistent-storage'] as const) : []),
      ]);
      const manifests = withAddresses(withServices(without(all, left), services), addresses);
      if (!left.includes('grafana')) {
        await kubectl.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
        await grafanaPassword(kubectl);
      }
      await apply(kubectl, withSettings(manifests, settings));
      const deployed = (part: Part) =>
        manifests.some(({ kind, metadata }) => kind === 'Deployment' && metadata.name === part);
      for (const part of Object.keys(PARTS) as Part[]) {
        if (deployed(part)) console.log(`${part.padEnd(13)}${howToReach(part, context)}`);
      }
      if (settings === undefined) {
        console.log('no mail is sent: npx . monitoring deploy --help tells how to say to whom');
      }
      if (!left.includes('grafana'))
        console.log('npx . monitoring grafana-password tells the password of admin');
      console.log('next: npx . monitoring alerts-status');
    });

/** @throws UsageError that names those that there are */
function optionalParts(list: string): Optional[] {
  const names = list.split(',');
  const unknown = names.find((name) => !OPTIONAL.some((known) => known === name));
  if (unknown === undefined) return names as Optional[];
  throw new UsageError(`--without must name some of ${OPTIONAL.join(', ')}, found: ${unknown}`);
}
