import { PROJECT } from '../../tools/names.ts';

/** The cluster that the kind commands make and delete. */
export const KIND_CLUSTER = PROJECT;
/** Its context in kubectl's configuration, as kind names it. */
export const KIND_CONTEXT = `kind-${KIND_CLUSTER}`;
