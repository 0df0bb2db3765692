export interface BaseImage {
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

/** The Dockerfile with its base images replaced by those given for their build arguments. */
export function withBaseImages(dockerfile: string, references: ReadonlyMap<string, string>): string {
  return dockerfile.replace(
    DECLARATION,
    (_, declaration: string, argument: string, reference: string) =>
      `${declaration}${references.get(argument) ?? reference}`,
  );
}
