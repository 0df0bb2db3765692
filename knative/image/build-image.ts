import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../tools/process.ts';
import { baseImages } from './base-images.ts';
import type { Engine, ImageOptions } from './build.ts';
import type { Identity } from './identity.ts';

/** The time of all files: with the time of the commit, each release would have a new layer of 65 MB. */
const SOURCE_DATE_EPOCH = 0;

/** Builds an image with the labels of `identity`, on the base images that the environment names or the Dockerfile. */
export function buildImage(
  engine: Engine,
  identity: Identity,
  options: ImageOptions,
  env: Environment = process.env,
): void {
  const { reference, version, modelVersion, revision, source, createdAt } = identity;
  engine.build({
    ...options,
    reference,
    buildArguments: { SOURCE_REVISION: revision, ...replacedBaseImages(options.context, env) },
    labels: {
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': revision,
      'cats-vs-dogs.model.version': modelVersion,
      ...(source && { 'org.opencontainers.image.source': source }),
      ...(createdAt && { 'org.opencontainers.image.created': createdAt }),
    },
    sourceDateEpoch: sourceDateEpoch(env),
  });
}

function replacedBaseImages(context: string, env: Environment): Record<string, string> {
  const images = baseImages(readFileSync(path.join(context, 'Dockerfile'), 'utf8'));
  return Object.fromEntries(
    images.flatMap(({ argument }) => (env[argument] ? [[argument, env[argument]]] : [])),
  );
}

function sourceDateEpoch({ SOURCE_DATE_EPOCH: text = '' }: Environment): number {
  if (text === '') return SOURCE_DATE_EPOCH;
  if (!/^\d{1,12}$/.test(text)) throw new Error('SOURCE_DATE_EPOCH must be a number of seconds since 1970');
  return Number(text);
}
