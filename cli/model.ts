import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { type Verb, verb } from '../tools/cli/table.ts';
import { root } from '../tools/names.ts';
import { attach } from '../tools/process.ts';

const room = path.join(root, 'model-build');

/** A command of model-build's program is a Python file; the first line of its docstring says what it does. */
function commandsIn(folder: string): Verb[] {
  const place = path.join(room, 'src/cats_vs_dogs', folder);
  const files = readdirSync(place).filter((file) => /^[a-z]\w*\.py$/.test(file));
  return files.sort().map((file) => {
    const [, summary = ''] = /^"""(.*?)[.:"]/.exec(readFileSync(path.join(place, file), 'utf8')) ?? [];
    return modelVerb(path.basename(file, '.py'), summary.charAt(0).toLowerCase() + summary.slice(1));
  });
}

/**
 * The commands of model-build's program, and others in its Python environment. Each passes its words on, so that Python
 * alone knows the options.
 */
export const modelVerbs = (): readonly Verb[] => [
  ...commandsIn('steps'),
  ...commandsIn('commands'),
  passOn('dvc', 'run DVC: status, pull, push, repro', ['-m', 'dvc', '--cd', room]),
  verb('test', "run model-build's linters and tests", () => import('./commands/model-test.ts')),
  passOn('python', "run Python with model-build's packages", []),
];

/** A command of model-build's program. @param word what that program calls it */
export function modelVerb(name: string, summary: string, word = name): Verb {
  return passOn(name, summary, ['-m', 'cats_vs_dogs', word]);
}

function passOn(name: string, summary: string, first: readonly string[]): Verb {
  const create = () =>
    new Command()
      .argument('[words...]', 'passed on to Python, --help too')
      .allowUnknownOption()
      .passThroughOptions()
      .action(async (words) => {
        process.exitCode = await attach(path.join(room, 'python'), [...first, ...words]);
      });
  return { name, summary, passesHelpOn: true, load: async () => ({ default: create }) };
}
