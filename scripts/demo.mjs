// @ts-check
/** `npm run demo`: the main job, on a real daemon, each step checked. See `USAGE`. */
import { parseArgs } from 'node:util';
import { startDaemon } from './daemon/index.mjs';
import { USAGE, whatToDo } from './demo-parts/help.mjs';
import { mainJob, Refused } from './demo-parts/main-job.mjs';
import { withoutContainers } from './demo-parts/without-containers.mjs';
import { DEMO_PACKAGES, Interrupted, setup, step } from './setup/index.mjs';

/** @typedef {import('../src/index.js')} Library */

const OK = 0;
const FAILED = 1;
/** Also a mistaken command line's. */
const REFUSED = 2;

/** Milliseconds that a daemon may take to let this process in. */
const PATIENCE = 20_000;

const interrupt = new AbortController();

/** @param {string} uri */
async function withDaemonOf(uri) {
  const library = await load();
  const connection = await connected(library, uri);
  try {
    await mainJob(library, connection, interrupt.signal);
  } finally {
    await connection.close();
  }
}

async function withPrivateDaemon() {
  const library = await load();
  const { daemon } = await step('daemon', async () => {
    const daemon = await startDaemon({ signal: interrupt.signal });
    return { what: `a private libvirtd, pid ${daemon.pid}`, daemon };
  }).catch((error) => {
    interrupt.signal.throwIfAborted();
    throw new Refused(
      `a libvirtd with mounts and control groups of its own was not started, which takes a kernel that grants them ` +
        `(CAP_SYS_ADMIN):\n${error.message}`,
      { cause: error },
    );
  });
  try {
    const connection = await connected(library, daemon.uri('lxc'));
    try {
      await mainJob(library, connection, interrupt.signal);
    } finally {
      await connection.close();
    }
  } finally {
    await step('stop', async () => {
      await daemon.stop();
      return { what: 'the daemon is stopped, and nothing of it is left' };
    });
  }
}

/** The library as its users get it; it is built by now. @returns {Promise<Library>} */
const load = () => import(new URL('../dist/index.js', import.meta.url).href);

/**
 * @param {Library} library
 * @param {string} uri
 */
async function connected({ connect }, uri) {
  const { connection } = await step('connect', async () => {
    const connection = await connect(uri, { signal: interrupt.signal, timeout: PATIENCE });
    const [type, version] = await Promise.all([connection.getType(), connection.getLibVersion()]);
    const numbers = [version / 1_000_000n, (version / 1000n) % 1000n, version % 1000n].join('.');
    return { what: `${type}, libvirt ${numbers}, descriptors by ${connection.transport}`, connection };
  });
  return connection;
}

/** @param {string[]} args */
function readArguments(args) {
  try {
    return parseArgs({ args, options: { connect: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${USAGE}`);
    return null;
  }
}

/** @param {string | undefined} uri */
async function run(uri) {
  const root = process.geteuid?.() === 0;
  await setup({ packages: root && uri === undefined ? DEMO_PACKAGES : [] });
  if (uri !== undefined) await withDaemonOf(uri);
  else if (root) await withPrivateDaemon();
  else {
    await withDaemonOf('lxc:///system').catch((error) => {
      if (error?.code !== 'ERR_LIBVIRT_CONNECT' && error?.code !== 'ERR_LIBVIRT_AUTH') throw error;
      console.error(whatToDo(error));
      process.exitCode = FAILED;
    });
  }
}

/** @param {string[]} args @returns {Promise<number>} */
async function main(args) {
  const values = readArguments(args);
  if (values === null) return REFUSED;
  if (values.help) {
    console.log(USAGE);
    return OK;
  }
  try {
    await run(values.connect);
    interrupt.signal.throwIfAborted();
    return Number(process.exitCode ?? OK);
  } catch (error) {
    if (interrupt.signal.aborted || error instanceof Interrupted) {
      console.error('\ninterrupted: everything that was started has been removed');
      return 130;
    }
    if (!(error instanceof Refused)) {
      console.error(`\nfailed: ${error instanceof Error ? error.message : error}`);
      return FAILED;
    }
    console.error(`\nrefused: ${error.message}`);
    if (values.connect !== undefined) return REFUSED;
    try {
      await withoutContainers(await load(), interrupt.signal);
    } catch (error) {
      console.error(`\nfailed: ${error instanceof Error ? error.message : error}`);
    }
    return REFUSED;
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => interrupt.abort(new Interrupted(signal)));
}
process.exitCode = await main(process.argv.slice(2));
