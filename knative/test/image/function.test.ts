// The function's own tests of what a stranger may send, in a container: within its memory limit and on its one CPU.
import { describe, inject, it } from 'vitest';
import { launchWith } from '../../../function/harness/built-server.ts';
import { launchContainer } from './podman.ts';

const found = inject('images');
if (!('missing' in found)) launchWith(launchContainer(found.identity.reference));

describe
  .skipIf('missing' in found)
  .each([
    'pictures',
    'not-an-image',
    'corrupt-image',
    'image-bombs',
    'multipart',
    'malformed-http',
    'upload-limits',
    'slow-clients',
    'overload',
    'drain',
    'explain',
    'fuzz',
    'batch-and-events-fuzz',
    'v2-conformance',
  ])('%s', async (name) => {
  if ('missing' in found) it('needs a container', () => {});
  else await import(`../../../function/test/process/${name}.test.ts`);
});
