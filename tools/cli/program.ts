import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { messageOf, UsageError } from '../failure.ts';
import { variableLines } from './options.ts';
import type { Table, Verb } from './table.ts';

/** How the program is called from a checkout. */
export const PROGRAM = 'npx .';
const HELP_WIDTH = 110;
const EXIT_CODES = 'Exit codes: 0 done, 1 failed, 2 wrong use.';

/**
 * Runs the command that the words name, and sets the exit code of this process: 0 done, 1 failed, 2 wrong use.
 * `npx .` and `npx . GROUP` alone show their help.
 */
export async function runProgram(table: Table, words: readonly string[]): Promise<void> {
  const asked = words[0] === 'help' ? [...words.slice(1), '--help'] : words;
  let path = '';
  try {
    const { program, named } = await assemble(table, asked);
    path = pathOf(named);
    const isGroup = named.commands.length > 0 && asked.length === depthOf(named);
    await program.parseAsync(isGroup ? [...asked, '--help'] : asked, { from: 'user' });
  } catch (error) {
    // Commander throws where it has shown the help or the version, too.
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const isWrongUse = error instanceof CommanderError || error instanceof UsageError;
    console.error(`${path || PROGRAM}: ${sentence(error)}`);
    if (isWrongUse)
      console.error(`${[PROGRAM, path, '--help'].filter(Boolean).join(' ')} shows how to use it`);
    process.exitCode = isWrongUse ? 2 : 1;
  }
}

/** All commands with everything loaded, for the documentation. */
export async function wholeProgram(table: Table): Promise<CommandUnknownOpts> {
  return (await assemble(table, 'all')).program;
}

/** The text that `--help` prints. */
export function helpOf(command: CommandUnknownOpts): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more), getOutHelpWidth: () => HELP_WIDTH });
  command.outputHelp();
  return text;
}

/** The words after `npx .` that call this command; empty for the program. */
export function pathOf(command: CommandUnknownOpts): string {
  return command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
}

function depthOf(command: CommandUnknownOpts): number {
  return command.parent === null ? 0 : 1 + depthOf(command.parent);
}

/** Loads what the words name; the rest are names with summaries, for the help. `named` is the deepest one. */
async function assemble(table: Table, words: readonly string[] | 'all') {
  const isNamed = (name: string, depth: number) => words === 'all' || words[depth] === name;
  const program: CommandUnknownOpts = new Command(PROGRAM)
    .usage('GROUP VERB [options]')
    .description(table.summary)
    .version(table.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', `\n${PROGRAM} GROUP --help shows the verbs of a group. ${EXIT_CODES}`)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      // runProgram says it, with the command's name before it.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(process.stdout.columns ?? HELP_WIDTH, HELP_WIDTH),
    });
  let named = program;
  const addVerbs = async (parent: CommandUnknownOpts, verbs: readonly Verb[], depth: number) => {
    for (const verb of verbs) {
      const isIt = isNamed(verb.name, depth);
      const command = await addVerb(parent, verb, isIt);
      if (isIt) named = command;
    }
  };
  await addVerbs(program.commandsGroup('Short forms:'), table.shortcuts, 0);
  program.commandsGroup('Groups:');
  for (const { name, summary, variables, load } of table.groups) {
    const group: CommandUnknownOpts = new Command(name).summary(summary).description(capitalised(summary));
    if (variables) group.addHelpText('after', `\nFrom the environment:\n${variableLines(variables)}`);
    adopt(program, group);
    if (!isNamed(name, 0)) continue;
    named = group.usage('VERB [options]');
    await addVerbs(group.commandsGroup('Verbs:'), await load(), 1);
  }
  return { program, named };
}

async function addVerb(
  parent: CommandUnknownOpts,
  { name, summary, passesHelpOn, load }: Verb,
  isNamed: boolean,
): Promise<CommandUnknownOpts> {
  const command: CommandUnknownOpts = isNamed ? (await load()).default() : new Command();
  // Sources break lines where they must; the help breaks them where the terminal does.
  const description = command.description().replace(/\s*\n\s*/g, ' ');
  command
    .name(name)
    .summary(summary)
    .description(description || capitalised(summary));
  adopt(parent, command);
  return passesHelpOn === true ? command.helpOption(false) : command;
}

function adopt(parent: CommandUnknownOpts, child: CommandUnknownOpts): void {
  parent.addCommand(child.copyInheritedSettings(parent).helpCommand(false));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is wrong, on one line. */
function sentence(error: unknown): string {
  if (!(error instanceof CommanderError)) return messageOf(error);
  return error.message
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?')
    .replace(/\.$/, '');
}
