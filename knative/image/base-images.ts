import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tools/names.ts';

interface BaseImage {
  /** The build argument that replaces it. */
  argument: string;
  reference: string;
}

const DECLARATION = /^(ARG (\w+_IMAGE)=)(\S+)$/gm;

/** The base images that a Dockerfile names. */
export function baseImages(dockerfile: string): BaseImage[] {
  return [...dockerfile.matchAll(DECLARATION)].map(([, , argument, reference]) => ({
    argument: argument!,
    reference: reference!,
  }));
}

/** The base image that this project's Dockerfile names for a build argument. */
export function baseImage(argument: 'NODE_IMAGE' | 'RUNTIME_IMAGE'): string {
  const images = baseImages(readFileSync(path.join(root, 'Dockerfile'), 'utf8'));
  return images.find((image) => image.argument === argument)!.reference;
}

/** The Dockerfile with its base images replaced by those given for their build arguments. */
export function withBaseImages(dockerfile: string, references: ReadonlyMap<string, string>): string {
  return dockerfile.replace(
    DECLARATION,
    (_, declaration: string, argument: string, reference: string) =>
      `${declaration}${references.get(argument) ?? reference}`,
  );
}
