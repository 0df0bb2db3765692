import { Command } from '@commander-js/extra-typings';
import { classifyFile, describe } from '../classify.ts';
import { openClassifier } from '../open-classifier.ts';

export default () =>
  new Command()
    .description('Tells cats from dogs in photos.')
    .argument('<file...>', 'photos; - reads one from standard input')
    .option(
      '--url <url>',
      'send them to the function that runs there, as http://localhost:8080; without it the model runs in this process',
    )
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', '\nThe exit code is 1 when a photo could not be classified.')
    .action(async (files, { url, json }) => {
      const classifier = await openClassifier(url);
      try {
        for (const file of files) {
          const outcome = await classifyFile(classifier, file);
          const failed = 'error' in outcome;
          if (failed) process.exitCode = 1;
          if (json === true) console.log(JSON.stringify(outcome));
          else if (failed) console.error(describe(outcome));
          else console.log(describe(outcome));
        }
      } finally {
        await classifier.close();
      }
    });
