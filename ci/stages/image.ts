import { rmSync } from 'node:fs';
import { buildImage } from '../../knative/image/build-image.ts';
import { findEngine } from '../../knative/image/engine.ts';
import { identify } from '../../knative/image/identity.ts';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { describeContents } from '../image/sbom.ts';
import { scanImage } from '../image/scan.ts';
import { unpackImage } from '../image/unpack.ts';
import { handOver, writeOut } from '../pipeline/handover.ts';
import { runStage } from '../pipeline/stage.ts';

const MEGABYTE = 1e6;

await runStage({
  name: 'image',
  help: `builds the image as IMAGE_REPOSITORY:VERSION-COMMIT and looks into it: user, size, secrets, licences.
Writes ci/out/image.json, ci/out/sbom.cdx.json and ci/out/licences.txt.`,
  async run({ imageRepository }) {
    const engine = findEngine();
    const identity = identify(root);
    const reference = `${imageRepository}:${identity.reference.split(':').at(-1)}`;
    buildImage(engine, { ...identity, reference }, { context: root, cache: true, progress: true });
    const { id, layers } = engine.describe(reference);
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);

    const unpacked = await unpackImage(engine.name, reference);
    try {
      const findings = await scanImage(unpacked, bytes);
      const { sbom, licences, refused } = await describeContents(reference, id, unpacked);
      writeOut('sbom.cdx.json', sbom);
      writeOut('licences.txt', licences);
      const complaints = [...findings, ...refused];
      if (complaints.length > 0) throw new Failure(`${reference}: ${complaints.join('; ')}`);
    } finally {
      rmSync(unpacked.folder, { recursive: true, force: true });
    }
    handOver('image', { reference, id, engine: engine.name });
    return `${reference} (${id.slice(0, 19)}, ${(bytes / MEGABYTE).toFixed(0)} MB) is built and looked through`;
  },
});
