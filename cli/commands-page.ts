import path from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import manifest from '../package.json' with { type: 'json' };
import { helpOf, PROGRAM, pathOf, wholeProgram } from '../tools/cli/program.ts';
import type { Table } from '../tools/cli/table.ts';
import { root } from '../tools/names.ts';
import { markdownTextTable } from '../tools/table.ts';
import { formerTargets } from './former-targets.ts';

export const pageFile = path.join(root, 'docs/commands.md');

const HEAD = `<!-- Made by npx . generate commands; do not edit. -->

# Commands

One command line does everything in a checkout: \`${PROGRAM} GROUP VERB\`. \`--help\` and \`-h\` work at each level, \`--version\` shows the version. It runs from the root of the checkout, after \`npm ci\`.

Exit codes: 0 done, 1 failed, 2 wrong use. A verb with other codes lists them below. A verb that runs another program to the end, as \`kubectl\`, Vitest or Python, passes on its code.`;

/** docs/commands.md, as the program of `table` and package.json have it now. */
export async function commandsPage(table: Table): Promise<string> {
  const program = await wholeProgram(table);
  const groups = program.commands.filter(({ commands }) => commands.length > 0);
  const short = table.shortcuts.map(({ name }) => `\`${PROGRAM} ${name}\``).join(' and ');
  const sections = [
    HEAD,
    markdownTextTable(
      ['group', 'what it is for'],
      groups.map((group) => [`[\`${group.name()}\`](#${group.name()})`, group.description()]),
    ),
    `${short} work without their group.`,
    ...groups.flatMap(groupSection),
    '## npm scripts',
    'Short names for what is used most. Options go behind `--`: `npm run deploy -- --watch 0`.',
    markdownTextTable(['script', 'the same as'], Object.keys(manifest.scripts).map(scriptCells)),
    '## Targets of the former Makefile',
    markdownTextTable(
      ['target', 'npm script', 'the same as'],
      Object.entries(formerTargets).map(([target, name]) => [`\`${target}\``, ...scriptCells(name)]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function groupSection(group: CommandUnknownOpts): string[] {
  const verbs = group.commands.map((verb) => [
    `\`${PROGRAM} ${pathOf(verb)}\``,
    hasOptions(verb) ? verb.summary() : verb.description(),
  ]);
  return [
    `## ${group.name()}`,
    markdownTextTable(['verb', 'what it does'], verbs),
    ...group.commands.filter(hasOptions).map((verb) => `\`\`\`text\n${helpOf(verb).trimEnd()}\n\`\`\``),
  ];
}

/** More than `--help`: its help tells more than a row of the table. */
function hasOptions(verb: CommandUnknownOpts): boolean {
  return verb.createHelp().visibleOptions(verb).length > 1;
}

/** How a person calls a script, and what it does. */
function scriptCells(name: string): string[] {
  // npm has short forms for two scripts.
  const called = ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;
  const script = manifest.scripts[name as keyof typeof manifest.scripts];
  const readable = script
    .replaceAll('node function/cli/cats-vs-dogs.mjs', PROGRAM)
    .replaceAll(' --silent', '');
  return [`\`${called}\``, `\`${readable}\``];
}
