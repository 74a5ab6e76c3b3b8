import { sessionTarget } from '../support/fuzz/session-target.js';
import { describeFuzz } from '../support/fuzz/short-run.js';

describeFuzz(sessionTarget, 1500);
