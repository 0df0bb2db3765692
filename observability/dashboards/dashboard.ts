import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { datasource } from './panels.ts';

/** All dashboards carry it, and link to the others by it. */
const TAG = 'cats-vs-dogs';

/** Grafana's grid is so many columns wide. */
const COLUMNS = 24;

interface PanelBuilder extends Builder<Panel> {
  span(columns: number): this;
}

interface Sheet {
  /** It is in the dashboard's address: never to be changed. */
  uid: string;
  title: string;
  description: string;
  /** What its reader chooses at the top. */
  about: keyof typeof variablesAbout;
  /** How far back it looks at first. */
  from?: string;
  /** By their heading, the panels side by side below it, of the same width. */
  rows: Readonly<Record<string, readonly PanelBuilder[]>>;
}

/** What a reader chooses by, in the order in which the choices narrow each other. */
const variablesAbout = {
  service: [
    // The autoscaler knows the Service even when no pod runs.
    variable('Service', 'label_values(kn_revision_pods_desired, service)').current({
      text: 'cats-vs-dogs',
      value: 'cats-vs-dogs',
    }),
    anyOf(variable('Namespace', 'label_values(kn_revision_pods_desired{service=~"$service"}, namespace)')),
    anyOf(
      variable(
        'Revision',
        'label_values(kn_revision_pods_desired{service=~"$service", namespace=~"$namespace"}, revision)',
      ).sort(VariableSort.NaturalDesc),
    ),
  ],
  nodes: [anyOf(variable('Node', 'label_values(node_uname_info{job="node-exporter"}, node)'))],
};

function variable(label: string, query: string): QueryVariableBuilder {
  const name = label.toLowerCase();
  return (
    new QueryVariableBuilder(name)
      .label(label)
      .datasource(datasource)
      .query({ query, refId: name })
      .definition(query)
      // Revisions come and go while a dashboard is open.
      .refresh(VariableRefresh.OnTimeRangeChanged)
      .sort(VariableSort.AlphabeticalAsc)
  );
}

function anyOf(choice: QueryVariableBuilder): QueryVariableBuilder {
  return choice.multi(true).includeAll(true).allValue('.*').current({ text: 'All', value: '$__all' });
}

/** A line where a revision is seen that was not there in the hour before: a rollout began. */
function rollouts(about: Sheet['about']): AnnotationQueryBuilder {
  const selector = about === 'service' ? '{service=~"$service", namespace=~"$namespace"}' : '';
  const seen = `last_over_time(kn_revision_pods_desired${selector}[1h])`;
  return new AnnotationQueryBuilder()
    .name('Rollouts')
    .datasource(datasource)
    .enable(true)
    .iconColor('blue')
    .expr(
      `count by (revision) (${seen}) unless count by (revision) (${seen.replace('[1h]', '[1h] offset 1m')})`,
    )
    .step('60s')
    .titleFormat('New revision')
    .textFormat('{{revision}}');
}

/** A dashboard out of its rows, with what all of them have in common. */
export function dashboard({ uid, title, description, about, from = 'now-6h', rows }: Sheet): Dashboard {
  const builder = new DashboardBuilder(`cats-vs-dogs / ${title}`)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .timezone('browser')
    .time({ from, to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair)
    .link(
      new DashboardLinkBuilder('cats-vs-dogs')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    )
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .annotation(rollouts(about));
  for (const choice of variablesAbout[about]) builder.withVariable(choice);
  for (const [heading, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(heading));
    for (const panel of panels) builder.withPanel(panel.span(COLUMNS / panels.length));
  }
  const built = builder.build();
  // Grafana would number them anew at each start.
  built.panels?.forEach((panel, index) => {
    panel.id = index + 1;
  });
  return built;
}
