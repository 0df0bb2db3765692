import { Command } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { report } from '../gates/gate.ts';
import { npmAudit } from '../gates/npm-audit.ts';
import { openapi } from '../gates/openapi.ts';
import { pipAudit } from '../gates/pip-audit.ts';
import { secrets } from '../gates/secrets.ts';
import { writeOut } from '../pipeline/handover.ts';

const gates = [secrets, openapi, npmAudit, pipAudit];

export default () =>
  new Command()
    .description(
      `Checks what must hold beside lint and tests: ${gates.map(({ name }) => name).join(', ')}. All of them run, even
      after one has failed.`,
    )
    .action(async () => {
      const reports: string[] = [];
      const failed: string[] = [];
      for (const gate of gates) {
        const verdict = await gate.check();
        reports.push(report(gate.name, verdict));
        console.log(reports.at(-1));
        if (verdict.passed === false) failed.push(gate.name);
      }
      writeOut('gates.txt', `${reports.join('\n')}\n`);
      if (failed.length > 0) throw new Failure(`${failed.join(', ')}: see above`);
    });
