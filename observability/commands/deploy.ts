import { Command } from '@commander-js/extra-typings';
import { KIND_CONTEXT } from '../../knative/kind/names.ts';
import { contextOption, namespaceOption, variableLines, yesOption } from '../../tools/cli/options.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { ADDRESS_VARIABLES, addressesOf, withAddresses } from '../stack/addresses.ts';
import { apply } from '../stack/deploy.ts';
import { makeGrafanaPassword } from '../stack/grafana-password.ts';
import { findSettings, mergeSettings, parseParts, settingsLines, settingsManifest } from '../stack/kept.ts';
import { MAIL_VARIABLES, mailSettings } from '../stack/mail-settings.ts';
import { OPTIONAL, render, SECRET, without, withSettings } from '../stack/manifests.ts';
import { PARTS, type Part, type Stack } from '../stack/names.ts';
import { refuseTakenPort } from '../stack/node-port-free.ts';
import { stackToChange } from '../stack/stack.ts';
import { WATCHED_VARIABLE, watchedServices, withServices } from '../stack/watched-services.ts';
import { hasNodePorts, howToReach } from '../stack/workloads.ts';

export default () =>
  new Command()
    .description(
      `Deploys Prometheus, Alertmanager, Grafana and exporters to the cluster that kubectl points to, or what changed of
      them, and prints where their pages are. In the Kind cluster they are on ports of this machine. It keeps the mail,
      storage, services, addresses and parts of the last deploy, unless it is given others.`,
    )
    .option('--storage', 'keep data in volumes of the default storage class')
    .option('--no-storage', 'keep data with the pods alone; the volumes stay')
    .option('--no-mail', "send no mail, and do not call the dead man's switch")
    .option(
      '--no-addresses',
      'forget the addresses and the name of the last deploy; the environment gives others',
    )
    .option(
      '--without <list>',
      `leave out some of ${OPTIONAL.join(', ')}, with commas between; none: leave out nothing`,
      parseParts,
    )
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .addOption(yesOption())
    .addHelpText(
      'after',
      `\nWhat is watched, from the environment:\n${variableLines(WATCHED_VARIABLE)}\n\nWho gets the mails, from the environment:\n${variableLines(MAIL_VARIABLES)}\n\nAddresses and names, from the environment:\n${variableLines(ADDRESS_VARIABLES)}`,
    )
    .action(async ({ mail, addresses: keepsAddresses, storage, without: parts, ...place }) => {
      const { isThere, ...stack } = await stackToChange(place);
      const { kubectl, namespace } = stack;
      const context = await kubectl.contextName();
      const last = isThere ? await findSettings(stack) : undefined;
      const settings = mergeSettings(last, {
        ...{ env: process.env, mail, addresses: keepsAddresses, storage },
        without: parts,
      });
      const mailing = mailSettings(settings.variables);
      // On one's own machine there may be no page of runbooks yet.
      const needsRunbooks = mailing !== undefined || context !== KIND_CONTEXT;
      const addresses = addressesOf(settings.variables, { needsRunbooks });

      const rendered = await render(stack, [
        ...(hasNodePorts({ context, namespace }) ? (['node-ports'] as const) : []),
        ...(settings.storage ? (['persistent-storage'] as const) : []),
      ]);
      const services = watchedServices(settings.variables);
      const watching = withServices(without(rendered, settings.without), services);
      const linked = withAddresses(watching, addresses);
      const manifests = [...withSettings(linked, mailing), settingsManifest(namespace, settings)];
      await refuseTakenPort(stack, manifests);
      await kubectl.apply(manifests.filter(({ kind }) => kind === 'Namespace'));
      if (!settings.without.includes('grafana')) await makeGrafanaPassword(stack);
      await apply(stack, manifests);
      await removeUnusedSecret(stack, manifests);

      for (const part of Object.keys(PARTS) as Part[]) {
        const isDeployed = manifests.some(
          ({ kind, metadata }) => kind === 'Deployment' && metadata.name === part,
        );
        if (isDeployed) console.log(`${part.padEnd(13)}${howToReach(part, { context, namespace })}`);
      }
      console.log(`it watches ${services.join(', ')}`);
      for (const line of settingsLines(namespace, settings, last)) console.log(line);
      if (!settings.without.includes('grafana'))
        console.log('npx . monitoring grafana-password tells the password of admin');
      console.log('next: npx . monitoring alerts-status');
    });

/** Without mail no password stays in the cluster. */
async function removeUnusedSecret(
  { kubectl, namespace }: Stack,
  manifests: readonly Manifest[],
): Promise<void> {
  if (manifests.some(({ kind }) => kind === 'Secret')) return;
  const unused = await kubectl.findOwned('secret', SECRET, namespace);
  if (unused !== undefined) await kubectl.run(['delete', 'secret', SECRET, '--namespace', namespace]);
}
