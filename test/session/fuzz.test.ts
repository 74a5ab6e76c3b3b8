import { saslTarget } from '../support/fuzz/sasl-target.js';
import { sessionTarget } from '../support/fuzz/session-target.js';
import { describeFuzz } from '../support/fuzz/short-run.js';

describeFuzz(sessionTarget, 1500);
describeFuzz(saslTarget, 200);
