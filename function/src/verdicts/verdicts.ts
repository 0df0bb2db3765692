import type { Config } from '../config.ts';
import type { RequestContext } from '../http/request-context.ts';
import type { ModelContract } from '../model/contract.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { VerdictSink } from './sink.ts';
import type { Verdict } from './verdict.ts';

/** So many photos are remembered, the oldest forgotten first: about 3 MB. */
const MAX_REMEMBERED = 10_000;

export type Verdicts = ReturnType<typeof createVerdicts>;
type VerdictParts = {
  config: Pick<Config, 'VERDICTS_SINK' | 'K_SINK'>;
  logger: Logger;
  metrics: Pick<Metrics, 'countVerdict' | 'countDroppedVerdicts'>;
};

/** Takes what people said of photos: into log and metrics, and to a sink where one is set. */
export function createVerdicts({ config, logger, metrics }: VerdictParts) {
  const remembered = new Map<string, Verdict['verdict']>();
  const sinkUrl = config.VERDICTS_SINK || config.K_SINK;
  let sink: Promise<VerdictSink> | undefined;

  /** A counter cannot take back: of one photo and model, the first verdict counts. */
  function remember({ photo_sha256, verdict }: Verdict, model: string): 'new' | 'changed' | 'repeated' {
    const key = `${photo_sha256} ${model}`;
    const former = remembered.get(key);
    if (former === verdict) return 'repeated';
    remembered.set(key, verdict);
    if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    return former === undefined ? 'new' : 'changed';
  }

  /** Loaded for the first verdict: most functions have no sink. */
  function openSink(): Promise<VerdictSink> | undefined {
    if (sinkUrl === '') return undefined;
    sink ??= import('./sink.ts').then(({ createVerdictSink }) =>
      createVerdictSink({ url: sinkUrl, logger, onDropped: metrics.countDroppedVerdicts }),
    );
    return sink;
  }

  return {
    /**
     * Takes all these verdicts.
     * @returns how many of them are new or changed, and how many the process had already
     */
    async take(verdicts: readonly Verdict[], { contract, request }: TakenFrom) {
      const open = await openSink();
      let accepted = 0;
      for (const given of verdicts) {
        const verdict = { ...given, model: given.model ?? contract.version };
        const news = remember(verdict, verdict.model);
        if (news === 'repeated') continue;
        accepted += 1;
        if (news === 'new') metrics.countVerdict(labelsOf(verdict, contract));
        logger.info({ request_id: request.id, ...verdict }, 'verdict');
        open?.send(verdict);
      }
      return { accepted, repeated: verdicts.length - accepted };
    },

    /** Sends what waits for the sink, within seconds. */
    close: async () => (await sink)?.close(),
  };
}

type TakenFrom = { contract: ModelContract; request: Pick<RequestContext, 'id'> };

/**
 * Of an answer that is not known, or was given by another model, only the verdict counts: it says nothing of how right
 * this model is.
 */
function labelsOf(
  { verdict, predicted, probability, needs_review, model }: Verdict,
  contract: ModelContract,
) {
  const isUnsure =
    probability === undefined ? undefined : probability < contract.thresholds.review.probability;
  const reviewed = needs_review ?? isUnsure;
  const isKnown = predicted !== undefined && reviewed !== undefined && model === contract.version;
  return isKnown
    ? { predicted, verdict, reviewed: String(reviewed) }
    : { predicted: 'unknown', verdict, reviewed: 'unknown' };
}
