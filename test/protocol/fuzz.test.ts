import { codecTarget } from '../support/fuzz/codec-target.js';
import { decoderTarget } from '../support/fuzz/decoder-target.js';
import { describeFuzz } from '../support/fuzz/short-run.js';

describeFuzz(decoderTarget, 5000);
describeFuzz(codecTarget, 5000);
