import { Command } from '@commander-js/extra-typings';
import { confirmChange } from '../../knative/target/confirm.ts';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { cliFile, installationIn, monitoringNamespace } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';

export default () =>
  new Command()
    .description(
      `Stops the function in the cluster and on this machine, and the monitoring. All of them are tried. SERVICE_NAME,
      SERVICE_NAMESPACE and MONITORING_NAMESPACE name them.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async ({ context, namespace, yes }) => {
      const kubectl = new Kubectl(context);
      const namespaces = [installationIn(namespace).namespace, monitoringNamespace(undefined)];
      await confirmChange(kubectl, { namespace: namespaces.join(' and '), yes });
      // The very cluster that was agreed to.
      const place = ['--context', await kubectl.contextName(), '--yes'];
      // Each says itself what it stopped.
      const stops = [
        ['cluster', 'stop', ...place, ...(namespace === undefined ? [] : ['--namespace', namespace])],
        ['monitoring', 'stop', ...place],
        ['image', 'stop'],
      ];
      const failed: string[] = [];
      for (const words of stops) {
        const code = await attach(process.execPath, [cliFile, ...words]);
        if (code !== 0) failed.push(words.slice(0, 2).join(' '));
      }
      if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
    });
