import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../errors.ts';
import { requireAcceptedType } from '../http/accept.ts';
import type { Route } from '../http/route.ts';
import { once, sendUnlessKnown, staticContent } from '../http/static.ts';
import type { Classifier } from '../model/classifier.ts';
import type { ModelContract } from '../model/contract.ts';
import { pageHeaders } from './page.ts';

const CARD_FILE = 'MODEL_CARD.md';
// A rollout changes both answers, so clients ask each time: 304 is the usual answer.
const headers = { 'cache-control': 'no-cache', vary: 'Accept' };

/** GET /model: what is known of the model that answers, as JSON; or its model card, as Markdown or as a page. */
export function modelRoute(ready: () => Classifier, modelFolder: string): Route {
  const content = (type: string, body: string | Buffer, more = {}) =>
    staticContent(`${type}; charset=utf-8`, body, { ...headers, ...more });
  const facts = once(() => content('application/json', JSON.stringify(factsOf(ready().contract))));
  // Read at the start, as the model itself: a folder that is replaced later changes no answer.
  const card = readFile(path.join(modelFolder, CARD_FILE)).then(
    (text) => content('text/markdown', text),
    () => undefined,
  );
  // A browser gets the facts of a model without a card.
  const page = once(async () => {
    const markdown = await card;
    if (markdown === undefined) return facts();
    const { modelPage } = await import('./model-page.ts');
    return content('text/html', modelPage(markdown.body.toString()), pageHeaders);
  });
  const answers = { 'application/json': facts, 'text/markdown': () => card, 'text/html': page };
  return {
    async handle(request, response, context) {
      ready();
      const type = await requireAcceptedType(request, ['application/json', 'text/markdown', 'text/html']);
      const answer = await answers[type]();
      if (answer === undefined) {
        const detail = 'This model came without a model card: ask for JSON.';
        throw new RequestError('not_acceptable', detail);
      }
      sendUnlessKnown(request, response, context, answer);
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
