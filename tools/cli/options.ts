import { Option } from '@commander-js/extra-typings';
import { UsageError } from '../failure.ts';
import { namespaceOf, PROJECT } from '../names.ts';
import { table } from '../table.ts';

/** For a command that talks to a cluster. */
export const contextOption = () =>
  new Option(
    '--context <name>',
    'the cluster, by its name in `kubectl config get-contexts`; without it the current one',
  );

/** For a command about an installation, or about the monitoring. @param otherwise where the namespace is from without it */
export const namespaceOption = (otherwise = 'SERVICE_NAMESPACE') =>
  new Option('--namespace <name>', `the namespace; without it ${otherwise}`).argParser(
    namespaceOf('--namespace'),
  );

/** For a command that shows what is so. */
export const jsonOption = () => new Option('--json', 'print it as JSON, for programs');

/** For a command that changes a cluster. */
export const yesOption = () =>
  new Option('--yes', `do not ask before changing another cluster than the Kind cluster ${PROJECT}`);

/** For a command that sends requests to the function. */
export const gatewayOption = () =>
  new Option(
    '--gateway <url>',
    'where requests enter the cluster, as http://127.0.0.1:8000; without it the command looks for it',
  );

/** A parser of whole numbers for an option of this name. @throws UsageError that says what is allowed */
export function integer(
  option: string,
  { min, max }: { min: number; max: number },
): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(`${option} must be a whole number from ${min} to ${max}, found: ${text}`);
  };
}

/** Variables of the environment with what they mean, a line each, for a help text. */
export function variableLines(variables: Readonly<Record<string, string | { what: string }>>): string {
  const rows = Object.entries(variables).map(([name, meaning]) => [
    `  ${name}`,
    typeof meaning === 'string' ? meaning : meaning.what,
  ]);
  return table(rows);
}
