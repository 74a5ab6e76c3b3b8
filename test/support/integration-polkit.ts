import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const POLKITD = ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd', '/usr/lib/policykit-1/polkitd'];

const BUS = (socket: string): string => `<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
`;

const action = (id: string, usual: string): string =>
  `<action id="${id}"><description>${id}</description><message>${id}</message><defaults><allow_any>${usual}</allow_any>` +
  `<allow_inactive>${usual}</allow_inactive><allow_active>${usual}</allow_active></defaults></action>`;

/** The actions of libvirt's daemons, with their usual answers. */
const POLICY = `<?xml version="1.0"?><policyconfig>${action('org.libvirt.unix.monitor', 'yes')}${action(
  'org.libvirt.unix.manage',
  'auth_admin_keep',
)}</policyconfig>`;

/** A bus and a polkitd of a test's own, which know libvirt's actions and rules of the test's. */
export class Polkit {
  /** The environment of a daemon that asks this one. */
  readonly env: Readonly<Record<string, string>>;
  readonly #processes: readonly ChildProcess[];

  private constructor(env: Readonly<Record<string, string>>, processes: readonly ChildProcess[]) {
    this.env = env;
    this.#processes = processes;
  }

  /** @param rules in polkit's JavaScript */
  static async start(folder: string, rules: string): Promise<Polkit> {
    // polkitd is another user's.
    chmodSync(folder, 0o755);
    for (const name of ['actions', 'rules']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'actions', 'org.libvirt.unix.policy'), POLICY);
    writeFileSync(join(folder, 'rules', '10-test.rules'), rules);
    const socket = join(folder, 'bus');
    writeFileSync(join(folder, 'bus.conf'), BUS(socket));
    const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${socket}` };
    const program = POLKITD.find(existsSync);
    if (program === undefined) throw new Error(`none of ${POLKITD.join(', ')} is there: install polkitd`);
    const bus = spawn(
      'dbus-daemon',
      [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile', '--print-address'],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const processes = [bus];
    try {
      await line(bus, 'unix:');
      const mounts = `mount --bind "$0/actions" /usr/share/polkit-1/actions && mkdir -p /etc/polkit-1/rules.d &&
        mount --bind "$0/rules" /etc/polkit-1/rules.d && exec ${program}`;
      const polkitd = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', mounts, folder], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      processes.unshift(polkitd);
      await line(polkitd, 'Acquired the name');
      return new Polkit(env, processes);
    } catch (error) {
      await end(processes);
      throw error;
    }
  }

  stop(): Promise<void> {
    return end(this.#processes);
  }
}

/** Waits until a program says so. */
async function line(program: ChildProcess, wanted: string): Promise<void> {
  if (program.stdout === null) throw new Error('the program has no output');
  for await (const text of createInterface(program.stdout)) if (text.includes(wanted)) return;
  throw new Error(`${program.spawnfile} has ended before it said "${wanted}"`);
}

async function end(processes: readonly ChildProcess[]): Promise<void> {
  for (const one of processes) {
    if (one.exitCode !== null || one.signalCode !== null) continue;
    const exit = once(one, 'exit');
    one.kill('SIGKILL');
    await exit;
    one.stdout?.destroy();
  }
}
