import { Command } from '@commander-js/extra-typings';
import { UsageError } from '../../../tools/failure.ts';
import { classifyFile, describe } from '../classify.ts';
import { readFileList } from '../file-list.ts';
import { nameOfText } from '../folder/file-names.ts';
import { openClassifier } from '../open-classifier.ts';
import { painterOf } from '../output.ts';

export default () =>
  new Command()
    .description('Tells cats from dogs in photos.')
    .argument('[file...]', 'photos; - reads one from standard input')
    .option(
      '--files-from <list>',
      'a file with names of photos, one a line or with NUL between them; - reads the list from standard input',
    )
    .option(
      '--url <url>',
      'send them to the function that runs there, as http://localhost:8080; without it the model runs in this process. ' +
        'The API key, if the function wants one, comes from CATS_VS_DOGS_API_KEY',
    )
    .option('--json', 'print one JSON object a line, failures too')
    .option('-q, --quiet', 'print answers only; the exit code tells whether a photo failed')
    .option('--no-color', 'print without colours, as NO_COLOR does')
    .addHelpText(
      'after',
      `
Exit codes: 0 all photos were classified; 1 some could not be; 2 wrong use.`,
    )
    .action(async (named, { filesFrom, url, json, quiet, color }) => {
      if (filesFrom === '-' && named.includes('-')) {
        throw new UsageError('standard input is a photo or a list of files, not both');
      }
      const listed = filesFrom === undefined ? [] : await readFileList(filesFrom);
      const files = [
        ...named.map((file) => ({ file, source: file as string | Buffer })),
        ...listed.map((file) => ({ file, source: nameOfText(file) })),
      ];
      if (files.length === 0) throw new UsageError("missing required argument 'file'");
      const [paintAnswer, paintError] = [process.stdout, process.stderr].map((to) => painterOf(to, color));
      const classifier = await openClassifier(url, process.env.CATS_VS_DOGS_API_KEY);
      try {
        for (const { file, source } of files) {
          const outcome = await classifyFile(classifier, file, source);
          const failed = 'error' in outcome;
          if (failed) process.exitCode = 1;
          if (json === true) console.log(JSON.stringify(outcome));
          else if (!failed) console.log(describe(outcome, paintAnswer));
          else if (quiet !== true) console.error(describe(outcome, paintError));
        }
      } finally {
        await classifier.close();
      }
    });
