import serving from '../../function/model/model.json' with { type: 'json' };

/** A figure that an alert compares with, and why it is that and no other. */
interface Threshold {
  value: number;
  unit: string;
  reason: string;
}

const { review, pet } = serving.thresholds;
/** As a text has it. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
/** To two digits, so that a new model of much the same quality changes no rule. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** What was to be expected when the threshold of review was chosen. */
export const usualReviewShare = rounded(review.reviewShare);

/** Every figure of the alerts. */
export const thresholds = {
  predictionsPerSecond: {
    value: 700,
    unit: 'predictions/s',
    reason:
      'Five pods, the max-scale, answer about 900 photos a second; above three quarters of that a burst finds no room.',
  },
  errorShare: {
    value: 0.05,
    unit: 'of answers',
    reason:
      'A healthy function makes no answer of 500 and above; one in twenty is beyond what a single pod that ends badly leaves behind.',
  },
  errorCount: {
    value: 3,
    unit: 'errors in 5 min',
    reason: 'The same number that takes a rollout back: fewer may be one client that tried again.',
  },
  p95Seconds: {
    value: 0.5,
    unit: 's',
    reason:
      "The former system's limit, and the objective's: a photo takes 4 ms alone and 36 ms where the autoscaler adds a pod.",
  },
  p99Seconds: {
    value: 1,
    unit: 's',
    reason:
      "The former system's limit: a hundred times a usual answer, and where people think that it hangs.",
  },
  quantileCount: {
    value: 20,
    unit: 'answers in 5 min',
    reason: 'Of fewer answers a 95th percentile is the slowest one.',
  },
  unansweredCount: {
    value: 5,
    unit: 'requests in 10 min',
    reason: 'One stranger with one wrong upload is no outage.',
  },
  notReadySeconds: {
    value: 300,
    unit: 's',
    reason: 'A pod starts within 2 s, within a minute when its image must be fetched.',
  },
  restarts: {
    value: 3,
    unit: 'restarts in 15 min',
    reason:
      "Kubernetes waits ever longer between restarts: three fit into the first minutes of a loop, and one alone, as of a killed process, isn't one.",
  },
  maxScale: {
    value: 5,
    unit: 'pods',
    reason: 'max-scale in knative/base/service.yaml; a test compares.',
  },
  queuedRequests: {
    value: 20,
    unit: 'requests that wait',
    reason:
      'A burst at zero waits a second or two; what waits for two minutes finds no pod with a place, each of which takes 32.',
  },
  slowStartSeconds: {
    value: 2.5,
    unit: 's',
    reason: 'A start from zero takes 1 to 2 s; the next limit of the histogram above that.',
  },
  slowStartCount: {
    value: 3,
    unit: 'requests in 30 min',
    reason: 'One slow start is a busy node; three are a change.',
  },
  objective: {
    value: 0.995,
    unit: 'of predictions',
    reason:
      'What the service promises: answered rightly formed within half a second. In 30 days 0.5 % may fail.',
  },
  objectiveSeconds: {
    value: 0.5,
    unit: 's',
    reason: 'Above it a person notices that the upload form waits. A limit of the histogram of queue-proxy.',
  },
  burnCount: {
    value: 5,
    unit: 'bad answers in the long window',
    reason: 'With ten requests an hour, one bad answer is a tenth: a share needs a number behind it.',
  },
  reviewShare: {
    value: rounded(3 * review.reviewShare),
    unit: 'of predictions',
    reason: `Three times the ${percent(usualReviewShare)} of the data that the threshold was chosen on (model.json).`,
  },
  notPetShare: {
    value: 0.1,
    unit: 'of predictions',
    reason: `Of pets ${percent(1 - pet.keptShare)} are taken for none (model.json): one in ten, a judgement, is another kind of upload.`,
  },
  classShareChange: {
    value: 0.2,
    unit: 'of predictions',
    reason:
      'A judgement, for no uploads of a shelter were at hand: three times what chance does to 200 photos, and what a person would notice.',
  },
  driftCount: {
    value: 200,
    unit: 'predictions in 6 h',
    reason: 'Of 200 photos a share is known to 3 to 7 points, well within the change that is told.',
  },
  baselineCount: {
    value: 1000,
    unit: 'predictions in 7 days',
    reason: 'The baseline has to be surer than what is compared with it.',
  },
  cpuHighShare: {
    value: 0.8,
    unit: 'of CPU',
    reason: "The former system's limit: bursts take longer from here on.",
  },
  cpuCriticalShare: {
    value: 0.95,
    unit: 'of CPU',
    reason: "The former system's limit: nothing is left for a start from zero.",
  },
  memoryHighShare: {
    value: 0.8,
    unit: 'of memory',
    reason: "The former system's limit: a pod more asks for 176 MiB.",
  },
  memoryCriticalShare: {
    value: 0.95,
    unit: 'of memory',
    reason: "The former system's limit: the kubelet evicts pods when 100 MiB are left.",
  },
  diskHighShare: {
    value: 0.8,
    unit: 'of a file system',
    reason:
      "The former system's limit: the kubelet deletes images from 85 % on, and each is fetched again at the next start.",
  },
} as const satisfies Record<string, Threshold>;
