import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { CHELSEA_PNG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { installClients, runProgram, runSteps } from '../clients/python.ts';
import { runSchemathesis } from '../clients/schemathesis.ts';

const INSTALL_TIMEOUT_MS = 600_000;
const STEPS_TIMEOUT_MS = 60_000;
const SCHEMATHESIS_SECONDS = 10;
// Its pixels as FP32 fit into JSON.
const PHOTO = path.join(mkdtempSync(path.join(tmpdir(), 'clients-')), 'photo.png');
writeFileSync(PHOTO, await sharp(CHELSEA_PNG).resize(220).png().toBuffer());
const { name, version } = JSON.parse(
  readFileSync(new URL('../../model/model.json', import.meta.url), 'utf8'),
) as { name: string; version: string };

/** What a step of a client came to. */
interface Outcome {
  value?: unknown;
  error?: string;
}

const server = serverUnderTest();
let installed = false;

afterAll(() => rmSync(path.dirname(PHOTO), { recursive: true }));
beforeAll(async () => {
  installed = await installClients();
}, INSTALL_TIMEOUT_MS);
beforeEach(({ skip }) => {
  if (!installed) skip('the clients cannot be installed here');
});

/** What /predict says of the photo, as the outputs of a batch of so many. */
async function outputsOf(rows: number): Promise<Record<string, unknown[]>> {
  const response = await fetch(`${server.url}/predict`, { method: 'POST', body: readFileSync(PHOTO) });
  const answer = (await response.json()) as Record<string, unknown>;
  const { prediction, probability, probabilities, is_pet, pet_score, needs_review } = answer;
  const row = {
    prediction,
    probability,
    probabilities: Object.values(probabilities as object),
    is_pet,
    pet_score: expect.closeTo(pet_score as number, 3),
    needs_review,
  };
  return Object.fromEntries(
    Object.entries(row).map(([output, value]) => [output, new Array<unknown>(rows).fill(value)]),
  );
}

const literally = (words: string) => words.replaceAll(/[[\]().]/g, '\\$&');

/** A step that the client could do, with what it read. */
const could = (value: unknown): Outcome => ({ value });
/** A step that was refused, with the words that the client shows. */
const refused = (...words: string[]): Outcome => ({
  error: expect.stringMatching(new RegExp(words.map(literally).join('.*'))),
});

const everyKind = ['BYTES', 'UINT8', 'FP32'].flatMap((datatype) => [
  `infer ${datatype}, binary`,
  `infer ${datatype}, JSON`,
]);
const metadata = expect.objectContaining({ name, versions: [version], platform: 'onnx_onnxv1' });

it(
  'the client of Triton can do all of the protocol, and is told what of Triton alone is not there',
  async () => {
    const [one, three] = [await outputsOf(1), await outputsOf(3)];
    const answer = (outputs: object, id: unknown = expect.stringMatching(/\S/)) =>
      could({ id, model_name: name, model_version: version, outputs });
    const address = `127.0.0.1:${server.port}`;
    expect(await runSteps('triton_steps.py', address, name, version, PHOTO)).toEqual({
      'server live': could(true),
      'server ready': could(true),
      'model ready': could(true),
      'model version ready': could(true),
      'other model ready': could(false),
      'server metadata': could(expect.objectContaining({ extensions: ['binary_tensor_data'] })),
      'model metadata': could(metadata),
      'model version metadata': could(metadata),
      ...Object.fromEntries(everyKind.map((step) => [step, answer(one)])),
      'infer a large tensor, JSON': refused('[400]', 'Send larger tensors as binary data (binary_data_size)'),
      'infer a batch': answer(three),
      'infer a version': answer(one),
      'request id': answer(one, 'an-id'),
      parameters: answer(one),
      'outputs, binary': answer({ is_pet: one.is_pet, prediction: one.prediction }),
      'outputs, JSON': answer({ pet_score: one.pet_score }),
      asynchronous: could(one.prediction),
      'compressed answer': answer(one),
      'compressed request': refused('[415] Send the body without a Content-Encoding.'),
      classification: refused('[400] The parameter classification is not supported.'),
      'other model': refused('[404] There is no such model'),
      'other version': refused('[404] There is no such model'),
      'other output': refused('[400] There is no output "other"'),
      'no photo': refused('[400] This is not an image that is accepted'),
      'wrong layout': refused('[400] image_fp32 takes the shape [-1, 3, -1, -1]'),
      'model config': refused('[404]'),
      statistics: refused('[404]'),
      repository: refused('[404]'),
      'trace settings': refused('[404]'),
      'shared memory': refused('[404]'),
    });
  },
  STEPS_TIMEOUT_MS,
);

it(
  'the client of KServe can do what it has of the protocol; it has no metadata and asks for no version',
  async () => {
    const [one, three] = [await outputsOf(1), await outputsOf(3)];
    const id = expect.stringMatching(/\S/);
    // It reads no version out of an answer.
    const answer = (outputs: object, its: unknown = id) =>
      could({ id: its, model_name: name, model_version: null, outputs });
    expect(await runSteps('kserve_steps.py', server.url, name, PHOTO)).toEqual({
      'server live': could(true),
      'server ready': could(true),
      'model ready': could(true),
      'other model ready': could(false),
      ...Object.fromEntries(everyKind.map((step) => [step, answer(one)])),
      'infer a large tensor, JSON': refused('Send larger tensors as binary data', '400 Bad Request'),
      'infer a batch': answer(three),
      'infer a dict': could({ id, outputs: one }),
      'request id': answer(one, 'an-id'),
      parameters: answer(one),
      'outputs, JSON': answer({ is_pet: one.is_pet, prediction: one.prediction }),
      'outputs, binary': answer(one),
      'a version': answer(one),
      'other model': refused('There is no such model', '404 Not Found'),
      'other output': refused('There is no output "other"', '400 Bad Request'),
      'no photo': refused('This is not an image that is accepted', '400 Bad Request'),
      'wrong layout': refused('image_fp32 takes the shape [-1, 3, -1, -1]', '400 Bad Request'),
    });
  },
  STEPS_TIMEOUT_MS,
);

it(
  'docs/v2.md shows how both are used',
  async () => {
    const page = readFileSync(new URL('../../../docs/v2.md', import.meta.url), 'utf8');
    const programs = [...page.matchAll(/^```python\n(.*?)^```$/gms)].map(([, program]) => program!);
    expect(programs).toHaveLength(2);
    for (const program of programs) {
      const output = await runProgram(program.replaceAll('localhost:8080', `localhost:${server.port}`));
      expect(output).toMatch(/cat.*0\.99/);
    }
  },
  STEPS_TIMEOUT_MS,
);

it(
  `schemathesis finds no answer in ${SCHEMATHESIS_SECONDS} s that openapi.json does not have`,
  async () => {
    let output = '';
    const code = await runSchemathesis(server.url, SCHEMATHESIS_SECONDS, (text) => {
      output += text;
    });
    expect(code === 0 ? '' : output).toBe('');
    // It has tried something.
    expect(Number(/(\d+) generated/.exec(output)?.[1])).toBeGreaterThan(100);
  },
  STEPS_TIMEOUT_MS,
);
