import { integerOption, runCommand } from '../../tools/command.ts';
import { Failure, UsageError } from '../../tools/failure.ts';
import { NAME } from '../../tools/names.ts';
import { families } from './families.ts';
import { dashboards } from './files.ts';
import { Prometheus, type Range } from './prometheus.ts';
import { parseQuery, withVariables } from './promql.ts';
import { type PlacedQuery, queriesOf } from './queries.ts';

const DEFAULT_MINUTES = 60;
const MINUTES = { min: 1, max: 60 * 24 * 31 };
/** As many points as a panel is wide. */
const POINTS = 240;
const MIN_STEP_SECONDS = 30;

await runCommand({
  name: 'dashboards:check',
  help: `Sends every query of every panel to the Prometheus at PROMETHEUS_URL, and fails for a panel that shows nothing.

  PROMETHEUS_URL=http://localhost:9090 npm run dashboards:check -- [options]

  --minutes N     within which there must be data; ${DEFAULT_MINUTES}
  --service NAME  of the Knative Service; ${NAME}
  --without JOBS  what is not there to be asked, as kube-state-metrics,node-exporter: panels of these are left out`,
  options: {
    minutes: { type: 'string' },
    service: { type: 'string', default: NAME },
    without: { type: 'string', default: '' },
  },
  async run({ minutes, service, without }) {
    const prometheus = new Prometheus(prometheusUrl(process.env.PROMETHEUS_URL));
    const rangeSeconds = 60 * (integerOption('minutes', minutes, MINUTES) ?? DEFAULT_MINUTES);
    const stepSeconds = Math.max(MIN_STEP_SECONDS, Math.ceil(rangeSeconds / POINTS));
    const endSeconds = Math.floor(Date.now() / 1000);
    const range: Range = { startSeconds: endSeconds - rangeSeconds, endSeconds, stepSeconds };
    const missingJobs = parseJobs(without);

    const all = dashboards()
      .flatMap(queriesOf)
      .map((query) => ({
        ...query,
        expr: withVariables(query.expr, { service, rangeSeconds, stepSeconds }),
      }));
    const asked = all.filter(({ expr }) => parseQuery(expr).every(({ job }) => !missingJobs.has(job ?? '')));
    const empty: PlacedQuery[] = [];
    for (const query of asked) {
      if ((await prometheus.countValues(query.expr, range)) === 0) empty.push(query);
    }
    for (const { dashboard, panel, expr } of empty)
      console.error(`${dashboard} / ${panel}: no data: ${expr}`);
    if (empty.length > 0) {
      throw new Failure(
        `${empty.length} of ${asked.length} queries have no data within ${rangeSeconds / 60} min`,
      );
    }
    const leftOut = all.length - asked.length;
    console.log(
      `${asked.length} queries have data${leftOut === 0 ? '' : `; ${leftOut} were left out, for there is no ${[...missingJobs].join(', ')}`}`,
    );
  },
});

function prometheusUrl(text = ''): URL {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text.endsWith('/') ? text : `${text}/`);
  throw new UsageError(`PROMETHEUS_URL must be an address as http://localhost:9090, found: ${text}`);
}

function parseJobs(text: string): Set<string> {
  const jobs = text.split(',').filter((job) => job !== '');
  const unknown = jobs.find((job) => !Object.hasOwn(families, job));
  if (unknown === undefined) return new Set(jobs);
  throw new UsageError(`--without must be of ${Object.keys(families).join(', ')}, found: ${unknown}`);
}
