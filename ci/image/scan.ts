import path from 'node:path';
import { findSecrets, textOf } from '../gates/secrets.ts';
import { filesBelow, type UnpackedImage } from './unpack.ts';

/** All layers, unpacked; the limit that knative/README.md states. */
const MAX_BYTES = 240e6;
/** Nothing that people write by hand is larger; what is, is a library or a model. */
const MAX_TEXT_BYTES = 8e6;
/** Files that are secrets by what they are for. */
const SECRET_FILES =
  /(^|\/)(\.env(\..+)?|\.npmrc|\.netrc|\.git-credentials|\.dockercfg|kaggle\.json|kubeconfig|id_(rsa|dsa|ecdsa|ed25519)|[^/]+\.(pfx|p12|jks))$/;

/** What is wrong with an image, as far as it can be known without asking anybody; empty when nothing is. */
export async function scanImage(image: UnpackedImage, bytes: number): Promise<string[]> {
  const findings: string[] = [];
  const user = image.config.User ?? '';
  // By number, for Kubernetes does not look up names.
  if (!/^[1-9]\d*(:[1-9]\d*)?$/.test(user)) {
    findings.push(`runs as ${user === '' ? 'root' : user}, not as a user with a number above 0`);
  }
  if (bytes > MAX_BYTES) {
    findings.push(`has ${(bytes / 1e6).toFixed(1)} MB, at most ${MAX_BYTES / 1e6} are allowed`);
  }
  findings.push(...(await findSecrets('its configuration', image.configuration)));
  for (const layer of image.layers) {
    for (const file of filesBelow(layer)) findings.push(...(await scanFile(layer, file)));
  }
  return findings;
}

async function scanFile(layer: string, file: string): Promise<string[]> {
  if (SECRET_FILES.test(file)) return [`contains /${file}`];
  const text = textOf(path.join(layer, file), MAX_TEXT_BYTES);
  return text === undefined ? [] : findSecrets(`/${file}`, text);
}
