import { Command } from '@commander-js/extra-typings';
import { integer } from '../../tools/cli/options.ts';
import { Failure, UsageError } from '../../tools/failure.ts';
import { installationOf, PROJECT } from '../../tools/names.ts';
import { plural } from '../../tools/plural.ts';

import { dashboards } from '../dashboards/files.ts';
import { parseQuery, withVariables } from '../dashboards/promql.ts';
import { type PlacedQuery, queriesOf } from '../dashboards/queries.ts';
import { OTHER_JOBS } from '../dashboards/selectors.ts';
import { Prometheus, type Range } from '../prometheus.ts';

const DEFAULT_MINUTES = 60;
const MINUTES = { min: 1, max: 60 * 24 * 31 };
/** As many points as a panel is wide. */
const POINTS = 240;
const MIN_STEP_SECONDS = 30;

export default () =>
  new Command()
    .description(
      'Sends every query of every panel to the Prometheus at PROMETHEUS_URL, and fails for a panel that shows no data.',
    )
    .option(
      '--minutes <number>',
      'within which there must be data',
      integer('--minutes', MINUTES),
      DEFAULT_MINUTES,
    )
    .option('--service <name>', `of the Knative Service; SERVICE_NAME, or else ${PROJECT}`)
    .option(
      '--without <jobs>',
      'jobs that this Prometheus does not have, as kube-state-metrics,node-exporter: their panels are left out',
      parseJobs,
    )
    .action(async ({ minutes, service = installationOf().name, without: missingJobs = new Set() }) => {
      const prometheus = new Prometheus(prometheusUrl(process.env.PROMETHEUS_URL));
      const rangeSeconds = 60 * minutes;
      const stepSeconds = Math.max(MIN_STEP_SECONDS, Math.ceil(rangeSeconds / POINTS));
      const endSeconds = Math.floor(Date.now() / 1000);
      const range: Range = { startSeconds: endSeconds - rangeSeconds, endSeconds, stepSeconds };
      const all = dashboards.flatMap(queriesOf).map((query) => ({
        ...query,
        expr: withVariables(query.expr, { service, rangeSeconds, stepSeconds }),
      }));
      const asked = all.filter(({ expr }) =>
        parseQuery(expr).every(({ job }) => !missingJobs.has(job ?? '')),
      );
      const empty: PlacedQuery[] = [];
      for (const query of asked) {
        if ((await prometheus.countValues(query.expr, range)) === 0) empty.push(query);
      }
      for (const { dashboard, panel, expr } of empty)
        console.error(`${dashboard} / ${panel}: no data: ${expr}`);
      if (empty.length > 0) {
        throw new Failure(
          `${empty.length} of ${plural(asked.length, 'query', 'queries')} have no data within ${rangeSeconds / 60} min`,
        );
      }
      const leftOut = all.length - asked.length;
      console.log(
        `${plural(asked.length, 'query has', 'queries have')} data${leftOut === 0 ? '' : `; ${plural(leftOut, 'was', 'were')} left out, for there is no ${[...missingJobs].join(', ')}`}`,
      );
    });

function prometheusUrl(text = ''): URL {
  if (/^https?:/.test(text) && URL.canParse(text)) return new URL(text.endsWith('/') ? text : `${text}/`);
  throw new UsageError(`PROMETHEUS_URL must be an address as http://localhost:9090, found: ${text}`);
}

function parseJobs(text: string): Set<string> {
  const jobs = text.split(',').filter((job) => job !== '');
  const unknown = jobs.find((job) => !OTHER_JOBS.some((known) => known === job));
  if (unknown === undefined) return new Set(jobs);
  throw new UsageError(`--without must be of ${OTHER_JOBS.join(', ')}, found: ${unknown}`);
}
