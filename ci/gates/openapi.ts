import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../../function/src/openapi/document.ts';
import { root } from '../../tools/names.ts';
import { breakingChanges, type OpenApi } from '../openapi/compatibility.ts';
import type { Gate } from './gate.ts';

/** Of the last release; `npx . ci openapi-keep` writes it. */
export const KEPT = path.join(root, 'ci/openapi/last-release.json');

/** Errors get new codes without a new major version: clients read `status` where they do not know `code`. */
export const OPEN_ENUMERATIONS = ['#/components/schemas/Problem/properties/code'];

/** The description as it is now. */
export function currentOpenApi(): OpenApi {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return JSON.parse(JSON.stringify(openApiDocument(version))) as OpenApi;
}

/** Clients of the last release must be able to go on, unless the version tells them that they cannot. */
export const openapi: Gate = {
  name: 'openapi',
  async check() {
    const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as OpenApi;
    const now = currentOpenApi();
    const changes = breakingChanges(kept, now, OPEN_ENUMERATIONS);
    const allowed = mayBreak(kept.info.version, now.info.version);
    const verdict =
      changes.length === 0 ? 'compatible' : allowed ? 'breaks, as its version says' : 'breaks clients';
    return {
      passed: changes.length === 0 || allowed,
      summary: `${now.info.version} against the release ${kept.info.version}: ${verdict}`,
      lines: changes,
    };
  },
};

/** By semantic versioning: a new major version may, and before 1.0.0 a new minor one. */
export function mayBreak(before: string, now: string): boolean {
  const [oldMajor = 0, oldMinor = 0] = before.split('.').map(Number);
  const [major = 0, minor = 0] = now.split('.').map(Number);
  return major > oldMajor || (major === 0 && oldMajor === 0 && minor > oldMinor);
}
