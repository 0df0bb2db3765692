import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, UsageError } from './failure.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: false }>
>['values'];

export interface Command<O extends Options> {
  /** As in `npm run NAME`. */
  name: string;
  /** What it does, and its options, one a line. */
  help: string;
  options: O;
  run(values: Values<O>): Promise<void>;
}

/** For a command that talks to a cluster. */
export const clusterOptions = { context: { type: 'string' } } as const;
export const CLUSTER_HELP =
  '  --context NAME  the cluster, as `kubectl config get-contexts` calls it; else the current one';

/** For a command that sends requests to the function. */
export const gatewayOptions = { gateway: { type: 'string' } } as const;
export const GATEWAY_HELP =
  '  --gateway URL   where the requests enter the cluster, as http://127.0.0.1:8000; else it is looked for';

/** Runs a command with the arguments of this process: a failure is one line and an exit code of 1, or 2 for its use. */
export async function runCommand<O extends Options>(command: Command<O>): Promise<void> {
  try {
    const values = parse(command);
    if ('help' in values && values.help === true) console.log(command.help);
    else await command.run(values);
  } catch (error) {
    console.error(`${command.name}: ${messageOf(error)}`);
    if (error instanceof UsageError) console.error(`npm run ${command.name} -- --help tells how it is used`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

function parse<O extends Options>({ options }: Command<O>): Values<O> {
  try {
    return parseArgs({ options: { ...options, help: { type: 'boolean' } } }).values as Values<O>;
  } catch (error) {
    // Of several sentences the first says what is wrong; the others are about positional arguments.
    throw new UsageError(messageOf(error).split('. ')[0]);
  }
}

/**
 * A whole number from the command line.
 * @throws UsageError that says what is allowed
 */
export function integerOption(
  name: string,
  text: string | undefined,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, found: ${text}`);
  }
  return value;
}
