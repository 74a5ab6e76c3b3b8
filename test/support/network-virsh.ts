import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const PATIENCE = 15_000;

/**
 * What virsh says of a connection that it cannot make.
 *
 * @throws Error where it can
 */
export async function virshFailure(uri: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { PATH = '', HOME = '/' } = process.env;
  const virsh = spawn('virsh', ['-q', '-c', uri, 'uri'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH, HOME, LC_ALL: 'C.UTF-8', ...env },
    timeout: PATIENCE,
    detached: true,
  });
  const [said] = await Promise.all([text(virsh.stderr), once(virsh, 'close')]);
  if (virsh.exitCode === 0) throw new Error(`virsh connects to ${uri}`);
  return said;
}
