import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Frees all that nobody holds. */
export const collectGarbage = runInNewContext('gc') as () => void;
