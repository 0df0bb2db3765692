import serving from '../../function/model/model.json' with { type: 'json' };

const { review, pet } = serving.thresholds;
const { answeredAccuracy } = serving.evaluation;
/** How unlikely it must be that a model as good as its card got so many corrections in a week. */
const CHANCE = 0.001;
/** As a text has it. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
/** To two digits, so that a new model of much the same quality changes no rule. */
const rounded = (value: number): number => Number(value.toPrecision(2));

/** What was to be expected when the threshold of review was chosen. */
export const usualReviewShare = rounded(review.reviewShare);

/** A figure that an alert compares with, and why it is that and no other. */
const limit = (value: number, unit: string, reason: string) => ({ value, unit, reason });

/** Every figure of the alerts. */
export const thresholds = {
  predictionsPerSecond: limit(
    700,
    'predictions/s',
    'Five pods, the max-scale, answer about 900 photos a second; above three quarters of that a burst finds no room.',
  ),
  errorShare: limit(
    0.05,
    'of answers',
    'A healthy function makes no answer of 500 and above; one in twenty is beyond what a single pod that ends badly leaves behind.',
  ),
  errorCount: limit(
    3,
    'errors in 5 min',
    'The same number that takes a rollout back: fewer may be one client that tried again.',
  ),
  p95Seconds: limit(
    0.5,
    's',
    "The former system's limit, and the objective's: a photo takes 4 ms alone and 36 ms where the autoscaler adds a pod.",
  ),
  p99Seconds: limit(
    1,
    's',
    "The former system's limit: a hundred times a usual answer, and where people think that it hangs.",
  ),
  quantileCount: limit(20, 'answers in 5 min', 'Of fewer answers a 95th percentile is the slowest one.'),
  unansweredCount: limit(5, 'requests in 10 min', 'One stranger with one wrong upload is no outage.'),
  notReadySeconds: limit(
    300,
    's',
    'A pod starts within 2 s, within a minute when its image must be fetched.',
  ),
  failedRevisionMinutes: limit(
    10,
    'min',
    'The progress deadline of a revision is 2 minutes: the mail comes after that, and the alert ends by itself.',
  ),
  restarts: limit(
    3,
    'restarts in 15 min',
    "Kubernetes waits ever longer between restarts: three fit into the first minutes of a loop, and one alone, as of a killed process, isn't one.",
  ),
  maxScale: limit(5, 'pods', 'max-scale in knative/base/service.yaml; a test compares.'),
  queuedRequests: limit(
    20,
    'requests that wait',
    'A burst at zero waits a second or two; what waits for two minutes finds no pod with a place, each of which takes 32.',
  ),
  slowStartSeconds: limit(
    2.5,
    's',
    'A start from zero takes 1 to 2 s; the next limit of the histogram above that.',
  ),
  slowStartCount: limit(3, 'requests in 30 min', 'One slow start is a busy node; three are a change.'),
  objective: limit(
    0.995,
    'of predictions',
    'What the service promises: answered rightly formed within half a second. In 30 days 0.5 % may fail.',
  ),
  objectiveSeconds: limit(
    0.5,
    's',
    'Above it a person notices that the upload form waits. A limit of the histogram of queue-proxy.',
  ),
  burnCount: limit(
    5,
    'bad answers in the long window',
    'With ten requests an hour, one bad answer is a tenth: a share needs a number behind it.',
  ),
  reviewShare: limit(
    rounded(3 * review.reviewShare),
    'of predictions',
    `Three times the ${percent(usualReviewShare)} of the data that the threshold was chosen on (model.json).`,
  ),
  notPetShare: limit(
    0.1,
    'of predictions',
    `Of pets ${percent(1 - pet.keptShare)} are taken for none (model.json): one in ten, a judgement, is another kind of upload.`,
  ),
  classShareChange: limit(
    0.2,
    'of predictions',
    'A judgement, for no uploads of a shelter were at hand: three times what chance does to 200 photos, and what a person would notice.',
  ),
  driftCount: limit(
    200,
    'predictions in 6 h',
    'Of 200 photos a share is known to 3 to 7 points, well within the change that is told.',
  ),
  baselineCount: limit(
    1000,
    'predictions in 7 days',
    'The baseline has to be surer than what is compared with it.',
  ),
  correctedShare: limit(
    rounded(1 - answeredAccuracy),
    'of answers without review',
    'What the model card promises: so many of the answers without review were wrong on the test data (model.json).',
  ),
  correctedEvidence: limit(
    rounded(-Math.log(CHANCE)),
    'as the logarithm of 1 / chance',
    'One in a thousand: a model as good as its card gets so many corrections in fewer than one week of a thousand.',
  ),
  verdictCount: limit(
    50,
    'verdicts in 7 days',
    'With fewer, two or three people who choose what they look at decide.',
  ),
  cpuHighShare: limit(0.8, 'of CPU', "The former system's limit: bursts take longer from here on."),
  cpuCriticalShare: limit(
    0.95,
    'of CPU',
    "The former system's limit: nothing is left for a start from zero.",
  ),
  memoryHighShare: limit(0.8, 'of memory', "The former system's limit: a pod more asks for 176 MiB."),
  memoryCriticalShare: limit(
    0.95,
    'of memory',
    "The former system's limit: the kubelet evicts pods when 100 MiB are left.",
  ),
  diskHighShare: limit(
    0.8,
    'of a file system',
    "The former system's limit: the kubelet deletes images from 85 % on, and each is fetched again at the next start.",
  ),
};
