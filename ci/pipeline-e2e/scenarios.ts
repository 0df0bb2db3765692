import type { Checkout } from './checkout.ts';

export interface Scenario {
  name: string;
  /** What is wrong, as a change to the checkout. */
  spoil?(checkout: Checkout): void;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The stage that must fail; undefined: none does. */
  failsAt?: string;
  /** What the run has to say. */
  says: RegExp;
  /** Whether the image that was served before must still be. */
  keepsServing: boolean;
  killAt?: RegExp;
  /** Goes through a registry that refuses. */
  refused?: true;
  /** Has photos to train with. */
  trains?: true;
  /** One of those that every change goes through. */
  short?: true;
  /** On what the run before has left in the checkout. */
  goesOn?: true;
}

const quick = ['--skip-training', '--skip-tests'];
/** A change that makes another image. */
const another = (checkout: Checkout, word: string) =>
  checkout.edit('function/src/openapi/document.ts', (text) =>
    text.replace("title: 'cats-vs-dogs'", `title: 'cats-vs-dogs ${word}'`),
  );

export const scenarios: readonly Scenario[] = [
  {
    name: 'the released model, as quickly as it goes',
    args: quick,
    says: /^promote: latest is sha256:\w+/m,
    keepsServing: false,
    short: true,
  },
  {
    name: 'everything, without training',
    args: ['--skip-training'],
    says: /^promote: latest is sha256:\w+/m,
    keepsServing: false,
  },
  {
    name: 'a failing test',
    spoil: (checkout) => checkout.edit('function/src/config.ts', (text) => text.replace('8080', '8081')),
    args: ['--skip-training'],
    failsAt: 'test',
    says: /^test: FAILED: npm test/m,
    keepsServing: true,
  },
  {
    name: 'a worse model',
    spoil(checkout) {
      for (const file of ['function/model/model.json', 'function/model/report.json']) {
        checkout.edit(file, (text) => text.replaceAll(/"accuracy": 0\.98\d+/g, '"accuracy": 0.97'));
      }
    },
    args: quick,
    failsAt: 'validate',
    says: /^FAIL {2}accuracy on the test split, as served: 0\.97 /m,
    keepsServing: true,
  },
  {
    name: 'an image that cannot start',
    spoil: (checkout) =>
      checkout.edit('function/src/main.ts', (text) => `${text}\nthrow new Error('it cannot start');\n`),
    args: quick,
    env: { ROLLOUT_TIMEOUT_SECONDS: '25' },
    failsAt: 'deploy',
    says: /^deploy: FAILED: /m,
    keepsServing: true,
    short: true,
  },
  {
    name: 'a smoke test that fails after the rollout',
    // Its candidate's own smoke test asks for 9 predictions, and those are right.
    spoil: (checkout) =>
      checkout.edit('function/src/model/answer.ts', (text) =>
        text
          .replace('const roundTo4', 'let answers = 0;\nconst roundTo4')
          .replace('prediction: label,', "prediction: ++answers > 9 ? 'dog' : label,"),
      ),
    args: quick,
    failsAt: 'smoke',
    says: /^smoke: FAILED: .* answered dog; \S+ serves again/m,
    keepsServing: true,
  },
  {
    name: 'a registry that refuses the push',
    spoil: (checkout) => another(checkout, 'refused'),
    args: quick,
    refused: true,
    failsAt: 'push',
    says: /^push: FAILED: /m,
    keepsServing: true,
  },
  {
    name: 'killed in the middle of the rollout',
    spoil: (checkout) => another(checkout, 'killed'),
    args: quick,
    killAt: /^50 % of the traffic/m,
    says: /^50 % of the traffic/m,
    keepsServing: false,
  },
  {
    name: 'run again after it was killed',
    spoil: (checkout) => another(checkout, 'killed'),
    args: ['--from', 'deploy', ...quick],
    says: /^promote: latest is sha256:\w+ now/m,
    keepsServing: false,
  },
  {
    name: 'everything, with a short training',
    trains: true,
    args: [],
    says: /^promote: latest is sha256:\w+ now/m,
    keepsServing: false,
  },
  {
    name: 'a short training, held to the real gate',
    trains: true,
    goesOn: true,
    spoil: (checkout) =>
      checkout.edit('model-build/params.yaml', (text) =>
        text
          .replace(/min_p: 0\b/, 'min_p: 0.05')
          .replace(/min_test_accuracy: 0\.7\b/, 'min_test_accuracy: 0.988'),
      ),
    args: ['--skip-tests'],
    failsAt: 'validate',
    says: /^validate: FAILED: the model does not pass the gate: nothing was released/m,
    keepsServing: true,
  },
];
