import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { generatedFolder, observabilityFolder, runbooksFolder } from '../folders.ts';
import { alerts, files } from '../rules/groups.ts';
import { withTables } from '../rules/readme-tables.ts';
import { render } from '../rules/render.ts';
import { thresholds } from '../rules/thresholds.ts';
import { cases } from './rules/cases/all.ts';
import type { Kind } from './rules/cases.ts';

const names = [...new Set(alerts.map(({ name }) => name))];
const SECTIONS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'];

/** What is always there, or whose absence is the very thing. */
const NEVER_SILENT = ['Watchdog'];
const ABOUT_ABSENCE = ['Watchdog', 'ScrapeTargetMissing'];

/** The silences that an alert's tests must have: of one that counts more, for counters begin anew and pods go. */
function neededKinds(name: string): Kind[] {
  const expr = alerts.filter((alert) => alert.name === name).map((alert) => alert.expr);
  const counts = expr.some((text) => /increase|rate\(|:ratio|:served_answer|changes\(/.test(text));
  const ofPods = expr.some((text) =>
    /kn_revision|:increase30s|:ratio|:served_answer|model_|job="function"/.test(text),
  );
  return [
    ...(NEVER_SILENT.includes(name) ? [] : (['everyday'] as const)),
    ...(ABOUT_ABSENCE.includes(name) ? [] : (['absent'] as const)),
    ...(counts ? (['reset'] as const) : []),
    ...(ofPods ? (['zero'] as const) : []),
  ];
}

describe.each(names)('%s', (name) => {
  const ofName = alerts.filter((alert) => alert.name === name);

  it('has a severity, a summary, and a description with the value', () => {
    for (const { severity, summary, description } of ofName) {
      expect(['critical', 'warning', 'none']).toContain(severity);
      expect(summary).not.toBe('');
      expect(description).toMatch(/\$value/);
    }
  });

  it('has tests: that it fires, and each silence that may be disturbed', () => {
    const ofAlert = cases.filter(({ alert }) => alert === name);
    expect(ofAlert.length).toBeGreaterThan(0);
    const kinds = ofAlert.flatMap(({ silent }) => silent.map(({ kind }) => kind));
    expect(kinds).toEqual(expect.arrayContaining(neededKinds(name)));
    const waits = ofName.some((alert) => alert.for !== undefined);
    if (waits) expect(ofAlert.every(({ fires }) => fires.pendingAt !== undefined)).toBe(true);
  });

  it('has a runbook: meaning, impact, diagnosis with commands, mitigation', () => {
    const text = readFileSync(path.join(runbooksFolder, `${name}.md`), 'utf8');
    const [title, ...sections] = text.split(/^#+ /m).slice(1);
    expect(title!.trim()).toBe(name);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(SECTIONS);
    for (const section of sections) expect(section.split('\n').slice(1).join('').trim()).not.toBe('');
    expect(sections[2]).toMatch(/^```(sh|promql)$/m);
  });
});

describe('the alerts', () => {
  it('are all that have tests and runbooks', () => {
    expect([...new Set(cases.map(({ alert }) => alert))].sort()).toEqual([...names].sort());
    expect(readdirSync(runbooksFolder).sort()).toEqual(names.map((name) => `${name}.md`).sort());
  });

  it('name in their runbooks no command that there is not, and no page', () => {
    const scripts = Object.keys(manifest.scripts);
    for (const name of names) {
      const text = readFileSync(path.join(runbooksFolder, `${name}.md`), 'utf8');
      for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) expect(scripts, name).toContain(script);
      for (const [, page] of text.matchAll(/\]\((\w+\.md)\)/g)) {
        expect(readdirSync(runbooksFolder), name).toContain(page);
      }
    }
  });

  it('take each figure from the thresholds, which all have a reason', () => {
    for (const [name, { reason, unit }] of Object.entries(thresholds)) {
      expect(reason.length, name).toBeGreaterThan(20);
      expect(unit, name).not.toBe('');
    }
  });

  it.each(Object.entries(files))('%s is what `npx . monitoring rules` writes', (name, groups) => {
    expect(readFileSync(path.join(generatedFolder, name), 'utf8'), 'npx . monitoring rules').toBe(
      render(groups),
    );
  });
});

it('README.md has the tables that `npx . monitoring rules` writes', () => {
  const text = readFileSync(path.join(observabilityFolder, 'README.md'), 'utf8');
  for (const { name } of alerts) expect(text).toContain(`runbooks/${name}.md`);
  expect(text, 'npx . monitoring rules').toBe(withTables(text));
});

it('counts pods up to the max-scale of the Service', () => {
  const file = new URL('../../knative/base/service.yaml', import.meta.url);
  const { spec } = parse(readFileSync(file, 'utf8'));
  const annotations = spec.template.metadata.annotations;
  expect(annotations['autoscaling.knative.dev/max-scale']).toBe(String(thresholds.maxScale.value));
});
