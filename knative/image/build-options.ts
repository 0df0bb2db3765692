export interface BuildOptions {
  /** The folder with the Dockerfile. */
  context: string;
  reference: string;
  buildArguments: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** For another machine than this one, as linux/arm64. */
  platform?: string;
  /** Seconds since 1970: the time of every file in the image, and of the image. */
  sourceDateEpoch: number;
  /** False to make each step anew. */
  cache: boolean;
  /** False to show nothing but errors. */
  progress: boolean;
}

/** The options that all three engines have. */
export function commonOptions({ labels, buildArguments, platform, cache }: BuildOptions): string[] {
  return [
    ...pairs('--build-arg', buildArguments),
    ...pairs('--label', labels),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(cache ? [] : ['--no-cache']),
  ];
}

function pairs(option: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
}
