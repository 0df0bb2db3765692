import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as HeatmapBuilder, YAxisConfigBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { Short } from '@grafana/grafana-foundation-sdk/units';

import { runbookOf } from '../addresses.ts';

/** The Prometheus that the reader picks; at first the provisioned one. */
export const datasource = { type: 'prometheus', uid: '$datasource' } as const;
/** The interval of Prometheus' rules and of its scrapes of nodes. It scrapes the function more often. */
const MIN_STEP = '30s';
/** Shown when a query finds nothing, as the function's own series at zero pods. */
const NOTHING = 'none';

const GOOD_COLOUR = 'green';
const COLOURS = { warning: 'orange', bad: 'red', line: 'blue' } as const;

/** What a panel has, whatever it draws. */
interface Panel {
  title: string;
  /** What it shows, and what to make of it. */
  description: string;
  /** One of `@grafana/grafana-foundation-sdk/units`; without it a plain number. */
  unit?: string;
  /** One query, or each by its legend, which has labels in double braces. */
  queries: string | Readonly<Record<string, string>>;
  /** In ascending order: the value from which the panel has that colour. Below the first one it is good. */
  limits?: Partial<Record<keyof typeof COLOURS, number>>;
  min?: number;
  max?: number;
  /** The alert about the same thing: the panel links to its runbook. */
  alert?: string;
}

type Query = (query: DataqueryBuilder) => DataqueryBuilder;

/** Sets what every kind of panel has. @param query changes each query, which is one over the time range */
function common<B extends StatBuilder | TimeseriesBuilder | HeatmapBuilder | TableBuilder>(
  builder: B,
  { title, description, unit = Short, queries, limits = {}, min, max, alert }: Panel,
  height: number,
  query: Query = (same) => same,
): B {
  const targets = Object.entries(typeof queries === 'string' ? { __auto: queries } : queries).map(
    ([legend, expr], index) =>
      query(new DataqueryBuilder().expr(expr).range().legendFormat(legend)).refId(
        String.fromCharCode(65 + index),
      ),
  );
  const steps = Object.entries(limits).map(([level, value]) => ({
    value,
    color: COLOURS[level as keyof typeof COLOURS],
  }));
  builder
    .title(title)
    .description(description)
    .unit(unit)
    .noValue(NOTHING)
    .interval(MIN_STEP)
    .datasource(datasource)
    .height(height)
    .targets(targets)
    .thresholds(
      new ThresholdsConfigBuilder()
        .mode(ThresholdsMode.Absolute)
        // Grafana's first step has no value: it begins at minus infinity.
        .steps([{ value: null, color: GOOD_COLOUR }, ...steps]),
    );
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (alert !== undefined) {
    const link = new DashboardLinkBuilder(`Runbook of ${alert}`).type(DashboardLinkType.Link);
    builder.links([link.url(runbookOf(alert)).targetBlank(true)]);
  }
  return builder;
}

/** Lines over time. */
export function timeseries(panel: Panel): TimeseriesBuilder {
  const builder = common(new TimeseriesBuilder(), panel, 8)
    .min(panel.min ?? 0)
    .lineWidth(1)
    .fillOpacity(10)
    .showPoints(VisibilityMode.Auto)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (panel.limits === undefined) return builder;
  return builder.thresholdsStyle(
    new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed),
  );
}

/** Areas over time, each on top of the one before. */
export const stacked = (panel: Panel): TimeseriesBuilder =>
  timeseries(panel).fillOpacity(30).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));

/** One number, as it is now. */
export const stat = (panel: Panel): StatBuilder =>
  number(panel, BigValueGraphMode.None, (query) => query.instant());

/** The same, with its history drawn behind it. */
export const statWithHistory = (panel: Panel): StatBuilder => number(panel, BigValueGraphMode.Area);

const number = (panel: Panel, graph: BigValueGraphMode, query?: Query): StatBuilder =>
  common(new StatBuilder(), panel, 4, query)
    .graphMode(graph)
    .colorMode(BigValueColorMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']));

/** How often each bucket of a histogram was hit, over time; the query sums by `le`. */
export const heatmap = (panel: Panel & { unit: string }): HeatmapBuilder =>
  common(new HeatmapBuilder(), panel, 8, (query) =>
    query.legendFormat('{{le}}').format(PromQueryFormat.Heatmap),
  ).yAxis(new YAxisConfigBuilder().unit(panel.unit));

/** A line for each series: a column for each of the labels, and one for the value under the name `value`. */
export function table({
  labels,
  value,
  ...panel
}: Panel & { labels: string[]; value: string }): TableBuilder {
  const columns = [...labels, 'Value'];
  return common(new TableBuilder(), panel, 6, (query) => query.instant().format(PromQueryFormat.Table))
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: columns } } })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Value: false },
        indexByName: Object.fromEntries(columns.map((name, index) => [name, index])),
        renameByName: { Value: value },
      },
    });
}
