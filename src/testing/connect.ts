import { type ConnectOptions, connectPlanOf } from '../api/connect.js';
import type { Connection } from '../api/connection/connection.js';
import { withDeadline } from '../api/deadline.js';
import { ConnectFlags } from '../api/generated/constants.js';
import { openConnection } from '../api/open.js';
import { withStates } from '../api/with-states.js';
import { invalidArgValue } from '../errors.js';
import { WITHOUT_CREDENTIALS } from '../rpc/authenticate.js';
import type { Progress } from '../rpc/progress.js';
import { Session } from '../rpc/session.js';
import { memoryPair } from '../transport/memory/memory-pair.js';
import type { Daemon } from './core.js';

/** Connects to a daemon of this process, without any socket. */
export async function connectInMemory(daemon: Daemon, name: string, options: ConnectOptions): Promise<Connection> {
  const { keepalive, maxInFlight, callTimeout, readOnly } = connectPlanOf(options);
  const { fdTransport = 'koffi' } = options;
  if (fdTransport !== 'koffi' && fdTransport !== 'none') {
    const unix = "a TestDaemon with { transport: 'unix' } takes 'usocket' too";
    throw invalidArgValue('options.fdTransport', `must be 'koffi' or 'none' in memory: ${unix}`);
  }
  const about = { uri: name, transport: 'memory', host: null, port: null };
  const open = async (signal: AbortSignal | undefined, progress: Progress): Promise<Connection> => {
    const [near, far] = await memoryPair(fdTransport === 'koffi');
    daemon.accept(far);
    const flags = readOnly ? ConnectFlags.RO : 0;
    const settings = { name, flags, auth: WITHOUT_CREDENTIALS, keepalive, callTimeout };
    return openConnection(new Session(near, { maxInFlight, about }), settings, name, signal, progress);
  };
  return withStates(about, () => withDeadline(options, open));
}
