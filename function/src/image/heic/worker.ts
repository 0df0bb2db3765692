import v8 from 'node:v8';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { HeicError, Libheif } from './libheif.ts';
import type { HeicReply, HeicRequest, HeicWorkerData } from './messages.ts';
import { HeicPicture } from './picture.ts';

// The objects of this thread are few, so that V8 would let files and pixels of many photos pile up behind them.
v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

const { compiled, displayP3Profile } = workerData as HeicWorkerData;
const libheif = new Libheif(compiled as WebAssembly.Module);
let picture: HeicPicture | undefined;

// A third more than libheif has from the start.
const MAX_KEPT_HEAP_BYTES = 24 * 2 ** 20;

parentPort!.on('message', (request: HeicRequest) => {
  const reply = answer(request);
  parentPort!.postMessage(reply, 'tiff' in reply ? [reply.tiff.buffer] : []);
  collectGarbage();
});

function answer(request: HeicRequest): HeicReply {
  try {
    libheif.maxHeapBytes = request.maxHeapBytes;
    if ('open' in request) {
      picture = new HeicPicture(libheif, request.open, request.maxPixels);
      return { opened: picture.opened, mustEnd: false };
    }
    const tiff = picture!.decode(displayP3Profile);
    libheif.close();
    return { tiff, mustEnd: hasGrown() };
  } catch (cause) {
    const isKnown = cause instanceof HeicError && !libheif.isFull;
    const failure = libheif.isFull ? 'memory' : isKnown ? cause.failure : 'corrupt';
    if (isKnown) libheif.close();
    return { failure, reason: String(cause), mustEnd: !isKnown || hasGrown() };
  }
}

function hasGrown(): boolean {
  return libheif.heapBytes > MAX_KEPT_HEAP_BYTES;
}
