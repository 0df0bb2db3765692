const MODEL_PATH = '/v2/models/{model_name}';
const VERSION_PATH = `${MODEL_PATH}/versions/{model_version}`;

/** The paths of the model, and of one version of it. */
export const MODEL_PATHS = [MODEL_PATH, VERSION_PATH] as const;
export const INFER_PATHS = MODEL_PATHS.map((path) => `${path}/infer`);

const modelPath = /^\/v2\/models\/([^/]+)(?:\/versions\/([^/]+))?(\/ready|\/infer)?$/;

/** Whether the Open Inference Protocol has the word on the answers of this path. */
export function isV2Path(path: string): boolean {
  return path === '/v2' || path.startsWith('/v2/');
}

export type ModelPath = {
  /** As it was sent, but decoded; undefined where that cannot be. */
  modelName: string | undefined;
  modelVersion: string | undefined;
  verb: 'metadata' | 'ready' | 'infer';
  /** The path with its variables by name. */
  template: string;
};

/** A path that leads to a model, whatever its name. */
export function parseModelPath(path: string): ModelPath | undefined {
  const match = modelPath.exec(path);
  if (match === null) return undefined;
  const [, name, version, suffix = ''] = match;
  return {
    modelName: decoded(name!),
    modelVersion: version === undefined ? undefined : (decoded(version) ?? ''),
    verb: suffix === '' ? 'metadata' : (suffix.slice(1) as 'ready' | 'infer'),
    template: (version === undefined ? MODEL_PATH : VERSION_PATH) + suffix,
  };
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
