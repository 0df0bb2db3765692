import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../tools/command.ts';
import { root } from '../../tools/names.ts';
import { currentOpenApi, KEPT } from '../gates/openapi.ts';

await runCommand({
  name: 'openapi:keep',
  help: `Keeps the description of the API as that of a release, with which later ones are compared.

  npm run openapi:keep`,
  options: {},
  async run() {
    const document = currentOpenApi();
    writeFileSync(KEPT, `${JSON.stringify(document, null, 2)}\n`);
    console.log(`${path.relative(root, KEPT)} is that of ${document.info.version}`);
  },
});
