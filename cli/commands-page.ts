import path from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import manifest from '../package.json' with { type: 'json' };
import { helpOf, PROGRAM, pathOf, wholeProgram } from '../tools/cli/program.ts';
import type { Table } from '../tools/cli/table.ts';
import { root } from '../tools/names.ts';
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
  return `${[
    HEAD,
    `| group | what it is for |\n| --- | --- |\n${groups.map(groupRow).join('\n')}`,
    `${short} work without their group.`,
    ...groups.flatMap(groupSection),
    scriptsSection(),
    targetsSection(),
  ].join('\n\n')}\n`;
}

function groupRow(group: CommandUnknownOpts): string {
  return `| [\`${group.name()}\`](#${group.name()}) | ${group.description()} |`;
}

function groupSection(group: CommandUnknownOpts): string[] {
  const rows = group.commands.map((verb) => {
    const text = hasOptions(verb) ? verb.summary() : verb.description();
    return `| \`${PROGRAM} ${pathOf(verb)}\` | ${text} |`;
  });
  return [
    `## ${group.name()}`,
    `| verb | what it does |\n| --- | --- |\n${rows.join('\n')}`,
    ...group.commands.filter(hasOptions).map((verb) => `\`\`\`text\n${helpOf(verb).trimEnd()}\n\`\`\``),
  ];
}

/** More than `--help`: its help tells more than a row of the table. */
function hasOptions(verb: CommandUnknownOpts): boolean {
  return verb.createHelp().visibleOptions(verb).length > 1;
}

function scriptsSection(): string {
  const rows = Object.entries(manifest.scripts).map(
    ([name, script]) => `| \`${invocation(name)}\` | \`${readable(script)}\` |`,
  );
  return `## npm scripts\n\nShort names for what is used most. Options go behind \`--\`: \`npm run deploy -- --watch 0\`.\n\n| script | the same as |\n| --- | --- |\n${rows.join('\n')}`;
}

function targetsSection(): string {
  const rows = Object.entries(formerTargets).map(([target, name]) => {
    const script = manifest.scripts[name as keyof typeof manifest.scripts];
    return `| \`${target}\` | \`${invocation(name)}\` | \`${readable(script)}\` |`;
  });
  return `## Targets of the former Makefile\n\n| target | npm script | the same as |\n| --- | --- | --- |\n${rows.join('\n')}`;
}

/** As a person types it: npm has short forms for two scripts. */
function invocation(script: string): string {
  return ['start', 'test'].includes(script) ? `npm ${script}` : `npm run ${script}`;
}

function readable(script: string): string {
  return script.replaceAll('node function/cli/cats-vs-dogs.mjs', PROGRAM).replaceAll(' --silent', '');
}
