import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../tools/names.ts';

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const page = textOf('docs/cost.md');

/** The cells of a row of the page behind its first one. */
function cellsOf(row: string): string[] {
  const line = page.split('\n').find((text) => text.startsWith(`| ${row} |`));
  if (line === undefined) throw new Error(`docs/cost.md has no row: ${row}`);
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}
const input = (row: string) => Number.parseFloat(cellsOf(row)[0]!);

const photoMs = [input('CPU for a 500x375 JPEG'), input('CPU for a 12-megapixel JPEG')];
const cpuLimit = input('CPU limit of a pod');
const retentionSeconds = input('retention of the last pod');
const podHourPrice =
  input('CPU request of a pod') * input('price of a CPU for an hour') +
  (input('memory request of a pod') / 1024) * input('price of a GiB for an hour');

const photosOfPod = (cpuMs: number) => (1000 * cpuLimit) / cpuMs;

/** @param retention in seconds */
function hoursWithZero(retention: number): number {
  const idle = input('window without requests before zero') + retention + input('end of a pod');
  return (input('visits a day') * (input('length of a visit') + idle)) / 3600;
}
const hours = [hoursWithZero(retentionSeconds), hoursWithZero(0)];

const priceOf = (hoursADay: number) => [(30 * hoursADay * podHourPrice).toFixed(2)];

describe('the results in docs/cost.md follow from its inputs', () => {
  it.each([
    ['photos/s per CPU', photoMs.map((ms) => (photosOfPod(ms) / cpuLimit).toFixed(0))],
    [
      'photos/s per GiB',
      photoMs.map((ms) => ((photosOfPod(ms) * 1024) / input('memory limit of a pod')).toFixed(0)),
    ],
    ['photos/s of all pods', photoMs.map((ms) => (photosOfPod(ms) * input('pods at most')).toFixed(0))],
    ['pod hours a day with zero', hours.map((value) => value.toFixed(1))],
    ['saved', hours.map((value) => `${((1 - value / 24) * 100).toFixed(1)} %`)],
    ['one pod, always', priceOf(24)],
    ['scale to zero, production', priceOf(hours[0]!)],
    ['scale to zero, without retention', priceOf(hours[1]!)],
  ])('%s', (row, expected) => expect(cellsOf(row)).toEqual(expected));
});

describe('the inputs in docs/cost.md', () => {
  const { metadata, spec } = parse(textOf('knative/base/service.yaml')).spec.template;
  const { requests, limits } = spec.containers[0].resources;
  const [{ patch }] = parse(textOf('knative/overlays/production/kustomization.yaml')).patches;
  const production: string[] = parse(patch).map(({ value }: { value: string }) => value);

  it.each([
    ['CPU limit of a pod', limits.cpu],
    ['memory limit of a pod', limits.memory.replace('Mi', ' MiB')],
    ['memory request of a pod', requests.memory.replace('Mi', ' MiB')],
    ['pods at most', metadata.annotations['autoscaling.knative.dev/max-scale']],
    ['CPU request of a pod', production[1]],
    ['retention of the last pod', `${Number.parseInt(production[0]!, 10) * 60} s`],
  ])('are those of the manifests: %s', (row, expected) => expect(cellsOf(row)[0]).toBe(expected));

  it('are the measured CPU time', () =>
    expect(textOf('docs/decisions.md')).toContain(`${cellsOf('CPU for a 500x375 JPEG')[0]} after`));
});
