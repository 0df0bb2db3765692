import type { Checkout } from './checkout.ts';

/** One run of the pipeline, and how it must end. */
export interface Scenario {
  name: string;
  /** What is wrong, as a change to the checkout. */
  defect?(checkout: Checkout): void;
  /** The message of a commit without changes, which makes another image. The same message makes the same image. */
  newImage?: string;
  /** Of `npx . ci run`; without them `quick`. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The stage that must fail, so that the image from before still serves; undefined: none does. */
  failsAt?: string;
  /** What the output must contain. */
  output: RegExp;
  /** Kills the run when its output contains this. */
  killAt?: RegExp;
  /** Pushes to a registry that refuses. */
  registryRefuses?: true;
  /** Trains, and so needs photos. */
  trains?: true;
  /** One of those that every change goes through. */
  short?: true;
  /** Works on what the scenario before has left in the checkout. */
  keepsCheckout?: true;
}

/** Without what takes long. */
export const quick = ['--skip-training', '--skip-tests'];

/** Takes cats for dogs after nine predictions, which is as many as the candidate's own smoke test asks for. */
const WRONG_ANSWERS = `import { ServerResponse } from 'node:http';

let predictions = 0;
const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (this: ServerResponse, body: unknown, ...rest: unknown[]) {
  const isPrediction = typeof body === 'string' && body.includes('"prediction":"cat"');
  if (isPrediction) predictions += 1;
  const wrong = isPrediction && predictions > 9 ? body.replace('"prediction":"cat"', '"prediction":"dog"') : body;
  return end.call(this, wrong as never, ...(rest as never[]));
} as typeof end;
`;

export const scenarios: readonly Scenario[] = [
  {
    name: 'the released model, as quickly as it goes',
    output: /^promote: latest is sha256:\w+/m,
    short: true,
  },
  {
    name: 'everything, without training',
    args: ['--skip-training'],
    output: /^promote: latest is sha256:\w+/m,
  },
  {
    name: 'a failing test',
    defect: (checkout) =>
      checkout.edit(
        'function/test/config-defect.test.ts',
        () => "import { expect, it } from 'vitest';\n\nit('fails', () => expect(1).toBe(2));\n",
      ),
    args: ['--skip-training'],
    failsAt: 'test',
    output: /^test: FAILED: npx vitest run /m,
  },
  {
    name: 'a worse model',
    defect(checkout) {
      for (const file of ['function/model/model.json', 'function/model/report.json']) {
        checkout.edit(file, (text) => text.replaceAll(/"accuracy": 0\.98\d+/g, '"accuracy": 0.97'));
      }
    },
    failsAt: 'validate',
    output: /^FAIL {2}accuracy on the test split, as served: 0\.97 /m,
  },
  {
    name: 'an image that cannot start',
    defect: (checkout) =>
      checkout.edit('function/src/main.ts', (text) => `${text}\nthrow new Error('it cannot start');\n`),
    env: { ROLLOUT_TIMEOUT_SECONDS: '25' },
    failsAt: 'deploy',
    output: /^deploy: FAILED: /m,
    short: true,
  },
  {
    name: 'a smoke test that fails after the rollout',
    defect(checkout) {
      checkout.edit('function/src/defect.ts', () => WRONG_ANSWERS);
      checkout.edit('function/src/main.ts', (text) => `${text}\nimport './defect.ts';\n`);
    },
    failsAt: 'smoke',
    output: /^smoke: FAILED: .* answered dog; \S+ serves again/m,
  },
  {
    name: 'a registry that refuses the push',
    newImage: 'refused',
    registryRefuses: true,
    failsAt: 'push',
    output: /^push: FAILED: /m,
  },
  {
    name: 'killed in the middle of the rollout',
    newImage: 'killed',
    killAt: /^50 % of the traffic/m,
    output: /^50 % of the traffic/m,
  },
  {
    name: 'run again after it was killed',
    newImage: 'killed',
    args: ['--from', 'deploy', ...quick],
    output: /^promote: latest is sha256:\w+ now/m,
  },
  {
    name: 'everything, with a short training',
    trains: true,
    args: [],
    output: /^promote: latest is sha256:\w+ now/m,
  },
  {
    name: 'a short training, held to the real gate',
    trains: true,
    keepsCheckout: true,
    defect: (checkout) =>
      checkout.edit('model-build/params.yaml', (text) =>
        text
          .replace(/min_p: 0\b/, 'min_p: 0.05')
          .replace(/min_test_accuracy: 0\.7\b/, 'min_test_accuracy: 0.988'),
      ),
    args: ['--skip-tests'],
    failsAt: 'validate',
    output: /^validate: FAILED: the model does not pass the gate: nothing was released/m,
  },
];
