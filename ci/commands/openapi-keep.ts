import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { root } from '../../tools/names.ts';
import { currentOpenApi, KEPT } from '../gates/openapi.ts';

export default () =>
  new Command()
    .description(
      'Keeps the description of the API as the one of a release, with which the gate compares later ones.',
    )
    .action(() => {
      const document = currentOpenApi();
      writeFileSync(KEPT, `${JSON.stringify(document, null, 2)}\n`);
      console.log(`${path.relative(root, KEPT)} is that of ${document.info.version}`);
    });
