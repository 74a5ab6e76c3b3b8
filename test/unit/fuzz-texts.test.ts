import { describeFuzz } from '../support/fuzz/short-run.js';
import { textTarget } from '../support/fuzz/text-target.js';

describeFuzz(textTarget, 5000);
