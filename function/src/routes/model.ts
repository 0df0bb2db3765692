import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../errors.ts';
import { requireAcceptedType } from '../http/accept.ts';
import type { Route } from '../http/route.ts';
import { sendUnlessKnown } from '../http/static.ts';
import type { Classifier } from '../model/classifier.ts';
import type { ModelContract } from '../model/contract.ts';

const CARD_FILE = 'MODEL_CARD.md';
// Asked for again each time, for a rollout changes it: 304 is the usual answer.
const headers = { 'cache-control': 'no-cache', vary: 'Accept' };

/** GET /model: what is known of the model that answers, as JSON; or its model card, as Markdown. */
export function modelRoute(ready: () => Classifier, modelFolder: string): Route {
  return {
    async handle(request, response, context) {
      const { contract } = ready();
      const type = await requireAcceptedType(request, ['application/json', 'text/markdown']);
      const body =
        type === 'application/json'
          ? JSON.stringify(factsOf(contract))
          : await readFile(path.join(modelFolder, CARD_FILE)).catch((cause) => {
              const detail = 'This model came without a model card: ask for JSON.';
              throw new RequestError('not_acceptable', detail, { cause });
            });
      sendUnlessKnown(request, response, context, { type: `${type}; charset=utf-8`, body, headers });
    },
  };
}

/** model.json without what only the function itself needs, by the names of this API. */
function factsOf(contract: ModelContract) {
  const { name, version, labels, weights, passes, outputs, thresholds, evaluation, provenance } = contract;
  const { bytes, sha256 } = weights;
  const explains = outputs.saliency !== undefined;
  const facts = { labels, weights: { bytes, sha256 }, passes, explains, thresholds, evaluation, provenance };
  return { name, version, ...(inSnakeCase(facts) as object) };
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  const renamed = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [renamed(name), inSnakeCase(inner)]),
  );
}
