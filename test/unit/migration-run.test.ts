import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { DomainBase } from '../../src/api/base/domain.js';
import { GiveUp } from '../../src/api/migration/give-up.js';
import { runMigration } from '../../src/api/migration/run.js';
import type { MigrationSteps } from '../../src/api/migration/steps.js';
import { RemoteError } from '../../src/errors.js';
import { DomainMigrateFlags } from '../../src/index.js';

const { ABORT_ON_ERROR, AUTO_CONVERGE, CHANGE_PROTECTION, LIVE, OFFLINE, PAUSED } = DomainMigrateFlags;
const DOM = { name: 'guest', uuid: new Uint8Array(16), id: 7 };

type Step = 'begin' | 'prepare' | 'perform' | 'finish' | 'confirm';

interface Conduct {
  readonly fails?: Partial<Record<Step, Error>>;
  readonly paused?: boolean;
  readonly uri?: string | null;
  /** The destination finishes with a domain, although it is told to cancel. */
  readonly ignoresCancelling?: boolean;
  /** Is called before a step is done. */
  readonly before?: (step: Step) => void;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (cookie: Uint8Array): string => new TextDecoder().decode(cookie);

/** Two ends that note what they are told, and hand on a cookie with the step's name. */
class Ends implements MigrationSteps {
  readonly told: string[] = [];
  readonly flags: Partial<Record<Step, number>> = {};
  readonly #conduct: Conduct;

  constructor(conduct: Conduct) {
    this.#conduct = conduct;
  }

  async #step(step: Step, flags: number, cookie?: Uint8Array, cancelled?: boolean): Promise<Uint8Array> {
    this.#conduct.before?.(step);
    const got = cookie === undefined ? '' : `(${text(cookie)})`;
    this.told.push(`${step}${got}${cancelled === true ? ' cancelled' : ''}`);
    this.flags[step] = flags;
    const failure = this.#conduct.fails?.[step];
    if (failure !== undefined) throw failure;
    return bytes(step);
  }

  begin = async (flags: number) => ({ cookie: await this.#step('begin', flags), xml: '<domain/>' });
  paused = async () => this.#conduct.paused ?? false;
  prepare: MigrationSteps['prepare'] = async ({ cookie }, flags) => ({
    cookie: await this.#step('prepare', flags, cookie),
    uri: this.#conduct.uri === undefined ? 'tcp:host:49152' : this.#conduct.uri,
  });
  perform: MigrationSteps['perform'] = ({ cookie }, flags) => this.#step('perform', flags, cookie);
  finish: MigrationSteps['finish'] = async (cookie, flags, cancelled) => {
    const finished = { cookie: await this.#step('finish', flags, cookie, cancelled), dom: DOM };
    // So a destination says that it has cancelled.
    if (cancelled && this.#conduct.ignoresCancelling !== true) throw remote('VIR_ERR_MIGRATE_FINISH_OK');
    return finished;
  };
  confirm: MigrationSteps['confirm'] = async (cookie, flags, cancelled) => {
    await this.#step('confirm', flags, cookie, cancelled);
  };
}

async function run(
  conduct: Conduct,
  { flags = LIVE, protects = true, signal }: { flags?: number; protects?: boolean; signal?: AbortSignal } = {},
) {
  const ends = new Ends(conduct);
  // Of the domain, only the name is told.
  const domain = { name: 'guest' } as DomainBase;
  const giveUp = new GiveUp({ signal });
  const outcome = await runMigration({ domain, steps: ends, flags, protects, giveUp }).catch((error: unknown) => error);
  giveUp.end();
  return { outcome, told: ends.told, flags: ends.flags };
}

function remote(code: string, domain = 'VIR_FROM_QEMU'): RemoteError {
  const rest = { str1: null, str2: null, str3: null, int1: -1, int2: -1 };
  return new RemoteError({ errno: 1, code, domain, level: 'VIR_ERR_ERROR', message: code, ...rest }, 'STEP');
}

describe('the steps of a migration', () => {
  it('are gone through in their order, each with the cookie of the one before', async () => {
    const { outcome, told } = await run({});
    expect(outcome).toBe(DOM);
    expect(told).toEqual(['begin', 'prepare(begin)', 'perform(prepare)', 'finish(perform)', 'confirm(finish)']);
  });

  it('have the flags that concern them', async () => {
    const { flags } = await run({}, { flags: LIVE | ABORT_ON_ERROR | AUTO_CONVERGE });
    const source = LIVE | ABORT_ON_ERROR | AUTO_CONVERGE | CHANGE_PROTECTION;
    expect(flags).toEqual({ begin: source, prepare: LIVE, perform: source, finish: LIVE, confirm: source });
  });

  it('say of a paused domain, from Prepare on, that it is', async () => {
    const { flags } = await run({ paused: true }, { protects: false });
    const told = LIVE | PAUSED;
    expect(flags).toEqual({ begin: LIVE, prepare: told, perform: told, finish: told, confirm: told });
  });

  it('are without Perform for a domain that does not run', async () => {
    const { outcome, told } = await run({}, { flags: OFFLINE });
    expect(outcome).toBe(DOM);
    expect(told).toEqual(['begin', 'prepare(begin)', 'finish()', 'confirm(finish)']);
  });
});

describe('a step that fails', () => {
  const failure = remote('VIR_ERR_INTERNAL_ERROR');

  it('Begin: nothing is to be undone', async () => {
    const { outcome, told } = await run({ fails: { begin: failure } });
    expect(outcome).toBe(failure);
    expect(told).toEqual(['begin']);
  });

  it('Prepare: the source is told, where it has begun a job', async () => {
    const { outcome, told } = await run({ fails: { prepare: failure } });
    expect(outcome).toBe(failure);
    expect(told).toEqual(['begin', 'prepare(begin)', 'confirm() cancelled']);
    expect((await run({ fails: { prepare: failure } }, { protects: false })).told).toEqual(['begin', 'prepare(begin)']);
  });

  it('Prepare without a URI: both ends are told', async () => {
    const { outcome, told } = await run({ uri: null });
    expect(outcome).toMatchObject({ name: 'UnsupportedError', message: expect.stringContaining('migrate_uri') });
    expect(told.slice(2)).toEqual(['finish(prepare) cancelled', 'confirm() cancelled']);
  });

  it('Perform: the destination is told, and the source knows', async () => {
    const { outcome, told } = await run({ fails: { perform: failure } });
    expect(outcome).toBe(failure);
    expect(told.slice(2)).toEqual(['perform(prepare)', 'finish() cancelled']);
  });

  it('Perform, of which the destination knows more', async () => {
    const failed = remote('VIR_ERR_OPERATION_FAILED');
    const why = remote('VIR_ERR_INTERNAL_ERROR');
    expect((await run({ fails: { perform: failed, finish: why } })).outcome).toBe(why);
    expect((await run({ fails: { perform: failed } })).outcome).toBe(failed);
    const elsewhere = remote('VIR_ERR_RPC', 'VIR_FROM_RPC');
    expect((await run({ fails: { perform: failed, finish: elsewhere } })).outcome).toBe(failed);
  });

  it('Perform, of which the destination takes no notice: the domain is there', async () => {
    const { outcome } = await run({ fails: { perform: failure }, ignoresCancelling: true });
    expect(outcome).toBe(DOM);
  });

  it('Finish: the source is told to let the domain run again', async () => {
    const { outcome, told } = await run({ fails: { finish: failure } });
    expect(outcome).toBe(failure);
    expect(told.slice(3)).toEqual(['finish(perform)', 'confirm() cancelled']);
  });

  it('Confirm: the domain is where it is, and a warning says what may be left', async () => {
    const warned = once(process, 'warning');
    const { outcome } = await run({ fails: { confirm: failure } });
    expect(outcome).toBe(DOM);
    const [warning] = await warned;
    expect(warning).toMatchObject({ name: 'LibvirtMigrationWarning', code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(warning.message).toMatch(/^guest was migrated, but is probably left paused at the source: /);
  });
});

describe('a migration that is given up', () => {
  async function abortedBefore(step: Step) {
    const giveUp = new AbortController();
    const reason = new Error('enough');
    const before = (now: Step): void => {
      if (now === step) giveUp.abort(reason);
    };
    const { outcome, told } = await run({ before }, { signal: giveUp.signal });
    return { outcome, told, reason };
  }

  it('while it begins: the destination never hears of it', async () => {
    const { outcome, told, reason } = await abortedBefore('begin');
    expect(outcome).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', sent: true, cause: reason });
    expect(told).toEqual(['begin', 'confirm() cancelled']);
  });

  it('while it is prepared: both ends are told', async () => {
    const { outcome, told } = await abortedBefore('prepare');
    expect(outcome).toMatchObject({ name: 'AbortError' });
    expect(told).toEqual(['begin', 'prepare(begin)', 'finish(prepare) cancelled', 'confirm() cancelled']);
  });

  it('too late: it goes on', async () => {
    const { outcome, told } = await abortedBefore('finish');
    expect(outcome).toBe(DOM);
    expect(told.slice(3)).toEqual(['finish(perform)', 'confirm(finish)']);
  });
});
