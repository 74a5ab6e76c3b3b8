import { ConnectionError } from '../../errors.js';
import { ProgramError } from '../../transport/program/program-error.js';
import { type ProgramSettings, startProgram } from '../../transport/program/program-transport.js';
import type { Transport } from '../../transport/transport.js';
import { sshArguments } from '../ssh/arguments.js';
import { canAsk } from '../ssh/can-ask.js';
import { sshAdvice } from '../ssh/explain.js';
import type { Host } from '../uri/host.js';
import type { Endpoint } from '../uri/resolve.js';
import { shownUri } from '../uri/shown.js';
import type { ExtTarget, SshTarget } from '../uri/target.js';

/** Whether ssh may ask somebody for a passphrase, a password, or whether this is the host. */
export function mayAsk({ tty }: SshTarget, env: Host['env']): boolean {
  return tty && canAsk(env);
}

function settingsFor(target: SshTarget | ExtTarget, { env }: Host): ProgramSettings {
  const { transport: kind, command } = target;
  if (kind === 'ext') return { kind, command, args: [], secure: false, encrypted: false, terminal: true };
  const terminal = mayAsk(target, env);
  return { kind, command, args: sshArguments(target, terminal), secure: true, encrypted: true, terminal };
}

/** Starts the program that leads to a daemon. Whether it does shows when the daemon answers. */
export async function dialProgram(
  endpoint: Endpoint,
  target: SshTarget | ExtTarget,
  signal: AbortSignal | undefined,
  host: Host,
): Promise<Transport> {
  try {
    return await startProgram(settingsFor(target, host), signal);
  } catch (error) {
    throw programFailure(endpoint, error);
  }
}

/** The program's error among those that led to this one. */
function programErrorIn(error: unknown): ProgramError | null {
  for (let one = error; one instanceof Error; one = one.cause) if (one instanceof ProgramError) return one;
  return null;
}

/** What `connect` throws where a program has ended the connection before it was made: what the program said. */
export function programFailure({ uri, target }: Endpoint, error: unknown): unknown {
  const found = programErrorIn(error);
  if (found === null) return error;
  const advice = target.transport === 'ssh' ? sshAdvice(target, found.status, found.stderr) : '';
  const message = `cannot connect to ${shownUri(uri ?? '')}: ${found.message}${advice === '' ? '' : `\n${advice}`}`;
  return new ConnectionError(message, 'ERR_LIBVIRT_CONNECT', false, { cause: found });
}
