import { getEventListeners } from 'node:events';
import { closeSync, fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallOptions, Connection } from '../../src/index.js';
import type { Random } from './fault-random.js';
import { BASE, BROKEN, digest, type FaultResponder, noise, SIZES, text, xmlOf } from './fault-responder.js';

/** A result that the daemon has not given. */
export class WrongResult extends Error {
  override readonly name = 'WrongResult';
}

/** What an operation has. */
export interface Situation {
  readonly connection: Connection;
  readonly responder: FaultResponder;
  readonly random: Random;
  /** Whose: no other operation of any conversation has it. */
  readonly id: string;
  readonly number: number;
  /** What every call of it is made with. */
  readonly options: CallOptions;
  /** Milliseconds until what has no timeout of its own is given up; `undefined`: never. */
  readonly patience: number | undefined;
  /** Files, with their inodes. */
  readonly files: readonly { readonly fd: number; readonly inode: bigint }[];
}

/** Fulfilled where the result was right. @throws WrongResult; whatever went wrong else */
export type Operation = (situation: Situation) => Promise<void>;

function expectSame(what: string, got: unknown, wanted: unknown): void {
  if (got !== wanted)
    throw new WrongResult(`${what} is ${String(got).slice(0, 80)}, not ${String(wanted).slice(0, 80)}`);
}

/** Waits for what must fail. @throws whatever else it comes to */
async function expectFailure(call: Promise<unknown>, fits: (error: Error) => boolean): Promise<void> {
  let value: unknown;
  try {
    value = await call;
  } catch (error) {
    if (fits(error as Error)) return;
    throw error;
  }
  throw new WrongResult(`what must fail has given ${String(value).slice(0, 80)}`);
}

const coded =
  (code: string) =>
  (error: Error): boolean =>
    (error as Error & { code?: string }).code === code;

/** A signal that fires when patience is over, for streams. */
function patient(patience: number | undefined): AbortSignal | undefined {
  return patience === undefined ? undefined : AbortSignal.timeout(patience);
}

async function hostname({ connection, options }: Situation): Promise<void> {
  expectSame('the name', await connection.getHostname(options), 'testhost');
}

async function lookup({ connection, options }: Situation): Promise<void> {
  const domain = await connection.domainLookupByName(BASE, options);
  expectSame('the domain', domain.name, BASE);
}

async function missing({ connection, id, options }: Situation): Promise<void> {
  await expectFailure(connection.domainLookupByName(id, options), coded('VIR_ERR_NO_DOMAIN'));
}

const ask = (
  { connection, id, options }: Situation,
  { length, wait = null, arch = null }: { length: number; wait?: number | null; arch?: string | null },
  more: CallOptions = {},
): Promise<string> =>
  connection.getDomainCapabilities(id, arch, `${length}`, wait === null ? null : `${wait}`, 0, { ...options, ...more });

async function large(situation: Situation): Promise<void> {
  const length = situation.random.pick([100, 3000, 70_000, 200_000]);
  expectSame('the text', await ask(situation, { length }), text(length, situation.id));
}

async function failing(situation: Situation): Promise<void> {
  await expectFailure(
    ask(situation, { length: 1, arch: 'error' }),
    (error) => coded('VIR_ERR_OPERATION_FAILED')(error) && error.message === situation.id,
  );
}

/** The reply comes when nobody waits for it any more, or just in time. */
async function late(situation: Situation): Promise<void> {
  const { random, id } = situation;
  const length = 50;
  const call = ask(situation, { length, wait: random.int(2, 12) }, { timeout: random.int(1, 8) });
  try {
    expectSame('the text', await call, text(length, id));
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
  }
}

async function aborted(situation: Situation): Promise<void> {
  const { random, id } = situation;
  const controller = new AbortController();
  const { signal } = controller;
  const length = random.pick([50, 70_000]);
  const call = ask(situation, { length, wait: random.int(0, 6) }, { signal });
  const when = random.int(-1, 6);
  if (when < 0) controller.abort();
  else setTimeout(() => controller.abort(), when);
  const outcome = await call.then(
    (got) => expectSame('the text', got, text(length, id)),
    (error: Error) => {
      if (error.name !== 'AbortError') throw error;
    },
  );
  if (getEventListeners(signal, 'abort').length > 0) throw new Error('a listener was left at the signal');
  return outcome;
}

async function download({ connection, random, options, patience }: Situation): Promise<void> {
  const size = random.pick(SIZES);
  const volume = await connection.storageVolLookupByKey(`size-${size}`, options);
  const signal = patient(patience);
  const parts: Buffer[] = [];
  const stream = volume.download(0n, 0n, 0, signal === undefined ? {} : { signal });
  for await (const part of stream) parts.push(part as Buffer);
  if (!Buffer.concat(parts).equals(noise(size)))
    throw new WrongResult(`a download of ${size} bytes is not what it was`);
}

async function brokenDownload({ connection, options, patience }: Situation): Promise<void> {
  const volume = await connection.storageVolLookupByKey('broken', options);
  const signal = patient(patience);
  const stream = volume.download(0n, 0n, 0, signal === undefined ? {} : { signal });
  const parts: Buffer[] = [];
  const reading = (async () => {
    for await (const part of stream) parts.push(part as Buffer);
  })();
  await expectFailure(reading, coded(BROKEN));
}

/** A stream that nobody reads to its end. */
async function leftDownload({ connection, options, patience }: Situation): Promise<void> {
  const volume = await connection.storageVolLookupByKey('size-300000', options);
  const signal = patient(patience);
  for await (const part of volume.download(0n, 0n, 0, signal === undefined ? {} : { signal })) {
    const bytes = part as Buffer;
    if (!bytes.equals(noise(bytes.length))) throw new WrongResult('a download does not begin as it should');
    break;
  }
}

async function upload({ connection, responder, random, number, options, patience }: Situation): Promise<void> {
  const size = random.pick([4, 5000, 300_000]);
  const volume = await connection.storageVolLookupByKey('target', options);
  const bytes = Buffer.from(noise(size));
  bytes.writeUInt32BE(number);
  const signal = patient(patience);
  await pipeline(Readable.from([bytes]), volume.upload(0n, 0n, 0, signal === undefined ? {} : { signal }));
  expectSame('what was uploaded', responder.uploads.get(number), digest(bytes));
}

async function sendFiles({ connection, responder, random, id, files, options }: Situation): Promise<void> {
  const chosen = Array.from({ length: random.pick([1, 2, 5, 32]) }, () => random.pick(files));
  const domain = await connection.domainCreateXMLWithFiles(
    id,
    chosen.map(({ fd }) => fd),
    0,
    options,
  );
  expectSame('the domain', domain.name, id);
  expectSame('the files', responder.files.get(id)?.join(), chosen.map(({ inode }) => inode).join());
}

async function receiveFile({ connection, responder, options }: Situation): Promise<void> {
  const domain = await connection.domainLookupByName(BASE, options);
  const fd = await domain.openGraphicsFD(0, 0, options);
  const { ino } = fstatSync(fd, { bigint: true });
  closeSync(fd);
  expectSame('the file', ino, responder.fileInode);
}

/** A domain's whole life, which causes four events. */
async function life({ connection, id, options }: Situation): Promise<void> {
  const domain = await connection.domainDefineXML(xmlOf(id), options);
  expectSame('the domain', domain.name, id);
  await domain.create(options);
  await domain.destroy(options);
  await domain.undefine(options);
}

export const OPERATIONS = {
  hostname,
  lookup,
  missing,
  large,
  failing,
  late,
  aborted,
  download,
  brokenDownload,
  leftDownload,
  upload,
  sendFiles,
  receiveFile,
  life,
} as const;
export type OperationName = keyof typeof OPERATIONS;

/** Those that need descriptors to pass. */
export const WITH_DESCRIPTORS: ReadonlySet<OperationName> = new Set(['sendFiles', 'receiveFile']);

/** Those that make one call, which no other is like: whether it has reached the daemon can be told. */
export const SINGLE_CALLS: ReadonlySet<OperationName> = new Set([
  'missing',
  'large',
  'failing',
  'late',
  'aborted',
  'sendFiles',
]);
