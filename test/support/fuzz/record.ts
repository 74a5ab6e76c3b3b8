/** Makes the conversations under fixtures/fuzz: `node bench/fuzz.mjs --record`. */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DaemonOptions, PrivateDaemon } from '../../../scripts/daemon/index.mjs';
import { dial } from '../../../src/api/dial/index.js';
import { openConnection } from '../../../src/api/open.js';
import { realHost } from '../../../src/api/uri/host.js';
import { resolveUri } from '../../../src/api/uri/resolve.js';
import {
  type Connection,
  type Domain,
  StoragePoolCreateFlags,
  StorageVolDownloadFlags,
  StorageVolUploadFlags,
} from '../../../src/index.js';
import { WITHOUT_CREDENTIALS } from '../../../src/rpc/authenticate.js';
import { Progress } from '../../../src/rpc/progress.js';
import { Session } from '../../../src/rpc/session.js';
import { type Recorded, written } from './conversation.js';
import { recorded } from './recorder.js';

/** The first of these is what a session that replays it allows, too: calls are sent in the order in which they are made. */
const PLAN = { fdTransport: 'koffi', stream: undefined, tls: undefined } as const;
const KEEPALIVE = { interval: 1, count: 5 };

const PAUSE = 1200;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function open(uri: string, all: Recorded[]): Promise<Connection> {
  const progress = new Progress();
  const host = realHost();
  const endpoint = await resolveUri(uri, { readOnly: false }, host);
  const transport = await dial({ endpoint, plan: PLAN, host, signal: undefined, progress });
  const session = new Session(recorded(transport, all), { maxInFlight: 4 });
  const settings = { name: endpoint.name, flags: 0, auth: WITHOUT_CREDENTIALS, keepalive: KEEPALIVE };
  return openConnection(session, settings, endpoint.uri, undefined, progress);
}

const failing = async (promise: Promise<unknown>): Promise<void> => {
  await promise.catch(() => {});
};

/** The test driver knows most of the API, and has nothing of this host. */
async function domains(connection: Connection): Promise<void> {
  const events = connection.domainEvents('lifecycle');
  const devices = connection.domainEvents('metadataChange');
  const pools = connection.storagePoolEvents('lifecycle');
  await Promise.all([events.registered, devices.registered, pools.registered]);
  const [domain] = (await connection.listAllDomains()) as [Domain];
  await failing(connection.domainLookupByName('no such domain'));
  await domain.getInfo();
  await domain.getXMLDesc();
  await domain.getSchedulerParameters();
  await failing(domain.getMemoryParameters());
  await domain.getVcpus();
  await domain.setMetadata(2, '<note xmlns="urn:note"/>', 'note', 'urn:note', 0);
  await failing(domain.interfaceAddresses(0));
  await failing(domain.getBlockInfo('vda'));
  await domain.suspend();
  await domain.resume();
  await domain.snapshotCreateXML('<domainsnapshot><name>one</name></domainsnapshot>');
  await domain.listAllSnapshots();
  await domain.destroy();
  await connection.getAllDomainStats();
  await connection.listAllNetworks();
  await connection.listAllStoragePools();
  await connection.listAllInterfaces();
  await connection.listAllNodeDevices();
  await connection.getCapabilities();
  await connection.nodeGetInfo();
  await connection.nodeGetCPUMap();
  await connection.nodeGetCellsFreeMemory(0, 1);
  await failing(connection.secretLookupByUsage(1, 'none'));
  const [pool] = await connection.listAllStoragePools();
  await pool?.getInfo();
  await pool?.destroy();
  await pool?.create();
  for await (const { event } of events) if (event === 5 || event === 6) break;
  await Promise.all([devices.return?.(), pools.return?.()]);
  await pause(PAUSE);
}

/** Volumes: streams both ways, with holes and without. */
async function volumes(connection: Connection): Promise<void> {
  const pool = await connection.storagePoolCreateXML(
    "<pool type='dir'><name>p</name><target><path>/var/lib/libvirt/images</path></target></pool>",
    StoragePoolCreateFlags.WITH_BUILD,
  );
  const volume = await pool.storageVolCreateXML(
    '<volume><name>v</name><allocation>0</allocation><capacity>20000</capacity></volume>',
  );
  await volume.getInfo();
  await pipeline([Buffer.alloc(3000, 'data'), Buffer.alloc(100, 'x')], volume.upload(4096n, 0n));
  const sparse = volume.upload(0n, 0n, StorageVolUploadFlags.SPARSE_STREAM);
  sparse.end(Buffer.alloc(500, 'y'));
  await new Promise((resolve) => sparse.once('finish', resolve));
  for await (const _ of volume.download(0n, 8192n));
  for await (const _ of volume.download(0n, 0n, StorageVolDownloadFlags.SPARSE_STREAM));
  await failing(pipeline(volume.download(1_000_000n, 5n), async function* () {}));
  const broken = volume.download(0n, 0n);
  await new Promise((resolve) => broken.once('data', resolve));
  await new Promise((resolve) => broken.once('close', resolve).destroy());
  await volume.delete();
  await pool.destroy();
}

const CONTAINER = `<domain type='lxc'><name>c</name><memory unit='MiB'>64</memory><os><type>exe</type>
<init>/bin/sh</init><initarg>-c</initarg><initarg>echo hello; exec sleep 60</initarg></os>
<features><privnet/></features><devices><console type='pty'/></devices></domain>`;

/** A container: descriptors both ways, a console, events. */
async function container(connection: Connection): Promise<void> {
  const events = connection.domainEvents('lifecycle');
  await events.registered;
  const fd = openSync('/dev/null', 'r');
  const domain = await connection.domainCreateXMLWithFiles(CONTAINER, [fd, fd]);
  closeSync(fd);
  const console = domain.openConsole();
  await new Promise((resolve) => console.once('data', resolve));
  for (let i = 0; i < 20; i++) {
    try {
      for (const namespace of await domain.lxcOpenNamespace()) closeSync(namespace);
      break;
    } catch {
      await pause(100);
    }
  }
  await new Promise((resolve) => console.once('close', resolve).destroy());
  // The daemon rejects this before it has looked at the descriptors, and sends them back.
  const other = openSync('/dev/null', 'r');
  await failing(connection.domainCreateXMLWithFiles('<nonsense/>', [other]));
  closeSync(other);
  await domain.destroy();
  await events.next();
  await events.return?.();
}

/** What a file for everybody should not have: names of this host and its folders. */
function checkPrivate(name: string, all: readonly Recorded[], daemon: PrivateDaemon): void {
  const folder = new URL(daemon.uri('lxc')).searchParams.get('socket') ?? tmpdir();
  const secrets = [hostname(), tmpdir(), '/home/', `${process.cwd()}/`, folder.split('/').slice(0, 3).join('/')];
  for (const { bytes } of all) {
    const text = bytes.toString('latin1');
    for (const secret of secrets) {
      if (text.split(/[^\w/-]/u).some((word) => word.startsWith(secret)))
        throw new Error(`${name} has ${secret} in ${text.slice(0, 400)}`);
    }
  }
}

/**
 * @param folder where the conversations are written
 * @param startDaemon that of scripts/daemon, which finds its own files only where it is
 */
export async function record(
  folder: string,
  startDaemon: (options?: DaemonOptions) => Promise<PrivateDaemon>,
): Promise<void> {
  const daemon = await startDaemon();
  try {
    for (const [name, driver, hold] of [
      ['domains', 'test', domains],
      ['volumes', 'qemu', volumes],
      ['container', 'lxc', container],
    ] as const) {
      const all: Recorded[] = [];
      const uri = daemon.uri(driver).replace('test:///system', 'test:///default');
      const connection = await open(uri, all);
      console.log(`recording ${name}`);
      await hold(connection);
      await connection.close();
      checkPrivate(name, all, daemon);
      writeFileSync(join(folder, `${name}.txt`), written(all));
    }
  } finally {
    await daemon.stop();
  }
}
