import { UsageError } from '../../tools/failure.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { RUNBOOKS } from '../rules/render.ts';
import { isConfigMap } from './manifests.ts';

/** The variable that says where runbooks are, with what it says. */
export const RUNBOOKS_VARIABLE = {
  RUNBOOK_URL:
    'where mails find the runbooks, as https://github.com/OWNER/REPOSITORY/blob/main/observability/runbooks',
} as const;

/** An address of the documentation: at it there is no page. */
const PLACEHOLDER = /\/\/([^/]*\.)?example(\.[^/]*)?\/|^https?:\/\/[^/]+\/example\//;

/** @throws UsageError for an address at which nobody finds a runbook */
export function runbooksUrl(text: string): string {
  const url = text.replace(/\/+$/, '');
  if (/^https?:\/\/./.test(url) && URL.canParse(url) && !PLACEHOLDER.test(`${url}/`)) return url;
  throw new UsageError(
    `RUNBOOK_URL must be ${RUNBOOKS_VARIABLE.RUNBOOK_URL}, found: ${text === '' ? 'nothing' : text}`,
  );
}

/** The same with that address in the alerts. */
export function withRunbooks(manifests: readonly Manifest[], url: string): Manifest[] {
  return manifests.map((manifest) => {
    if (!isConfigMap(manifest) || manifest.metadata.name !== 'prometheus-rules') return manifest;
    const files = Object.entries(manifest.data).map(([name, text]) => [name, text.replaceAll(RUNBOOKS, url)]);
    return { ...manifest, data: Object.fromEntries(files) };
  });
}
