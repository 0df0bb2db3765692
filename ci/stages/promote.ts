import { Failure } from '../../tools/failure.ts';
import { takeOver } from '../pipeline/handover.ts';
import { hasRegistry } from '../pipeline/settings.ts';
import { runStage } from '../pipeline/stage.ts';
import { repositoryOf } from '../registry/image-repository.ts';

const LATEST = 'latest';

await runStage({
  name: 'promote',
  help: `makes the tag latest stand for the image that is deployed and has passed its smoke test. For people who look for it:
nothing is deployed by that tag. Reads ci/out/push.json and REGISTRY_TOKEN.`,
  async run(settings) {
    if (!hasRegistry(settings)) return `there is no registry, and so no tag ${LATEST}`;
    const { digest, image } = takeOver('push');
    const { image: deployed } = takeOver('deploy');
    if (deployed !== image) throw new Failure(`${deployed} is deployed, not ${image}: run ci/stage deploy`);
    const repository = repositoryOf(settings);
    const manifest = await repository.find(digest!);
    if (manifest === undefined) throw new Failure(`${image} is not in the registry: run ci/stage push`);
    if ((await repository.find(LATEST))?.digest === digest) return `${LATEST} is ${digest} already`;
    await repository.tag(LATEST, manifest);
    return `${LATEST} is ${digest} now`;
  },
});
