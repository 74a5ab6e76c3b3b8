import { offAbort, onAbort } from '../../abort.js';
import { ConnectionError } from '../../errors.js';
import type { EventMessage, Procedure } from '../../protocol/procedure.js';
import { tellState } from '../diagnostics/connection.js';
import type { KeepaliveSettings } from '../keepalive.js';
import { callLost, type SessionEnd } from '../loss.js';
import type { CallOptions } from '../options.js';
import type { Session } from '../session.js';
import { Backoff } from './backoff.js';
import { Handlers } from './handlers.js';
import { lostSince } from './lost-since.js';
import type { ReconnectPlan, Reopen } from './plan.js';
import { Return, type ReturnHost } from './return.js';
import type { Change, Heir, Loss, Succession } from './succession.js';
import { WaitingRoom } from './waiting-room.js';

/** The line of sessions: which one there is, and how the next one takes its place. */
export class Line implements Succession {
  /** The session that there is, or was last. */
  session: Session;
  /** Fulfilled when there will be none any more. Never rejected. */
  readonly ended: Promise<SessionEnd>;
  readonly #plan: ReconnectPlan;
  readonly #reopen: Reopen;
  readonly #backoff: Backoff;
  readonly #handlers = new Handlers();
  readonly #heirs: Heir[] = [];
  readonly #watchers: ((change: Change) => void)[] = [];
  /** Calls, which wait until all is set up. */
  readonly #calls = new WaitingRoom<Session>(() => this.#holdReturn());
  /** What is set up again, which waits until there is a session. */
  readonly #setups = new WaitingRoom<Session>();
  /** The session that there is, or will be when all is set up on it. */
  #newest: Session;
  /** Whether the newest session is open, and what must be set up on it can be. */
  #standing = true;
  #state: 'opening' | 'open' | 'lost' | 'over' = 'opening';
  #closing = false;
  #why: SessionEnd = null;
  #from = new Date(0);
  #refusals: readonly Error[] = [];
  #return: Return | null = null;
  #keepalive: KeepaliveSettings | null | undefined;
  #keep = true;
  #end!: (why: SessionEnd) => void;
  readonly #aborted = (): void => this.#stopComingBack();

  constructor(session: Session, plan: ReconnectPlan, reopen: Reopen) {
    this.session = session;
    this.#newest = session;
    this.#plan = plan;
    this.#reopen = reopen;
    this.#backoff = new Backoff(plan);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    void session.ended.then((why) => this.#sessionOver(session, why));
  }

  /** The newest session, which may not be open yet. */
  get newest(): Session {
    return this.#newest;
  }

  get open(): boolean {
    return this.#state !== 'over' && !this.#closing;
  }

  opened(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'open';
    this.#backoff.opened();
    onAbort(this.#plan.signal, this.#aborted);
  }

  /** The session that calls can be made on now. */
  current(): Session | null {
    const { session } = this;
    // It is over before anybody has been told.
    if (!session.open && session.why !== null) this.#sessionOver(session, session.why);
    return this.open && this.#state !== 'lost' ? session : null;
  }

  /**
   * The session that calls can be made on, when there is one again.
   *
   * @throws ConnectionError where there will be none, or calls are to fail; AbortError, TimeoutError
   */
  next(what: string, options: CallOptions, sent: boolean): Promise<Session> {
    if (this.#plan.whileLost === 'wait' && this.open) return this.#calls.wait(what, options, sent);
    return Promise.reject(this.#refusal(what));
  }

  /** Whether a call that failed so may be made on the next session. */
  comesBack({ sent }: ConnectionError): boolean {
    this.current();
    return this.open && (sent || this.#plan.whileLost === 'wait');
  }

  watch(listener: (change: Change) => void): void {
    this.#watchers.push(listener);
  }

  leaveTo(heir: Heir): void {
    this.#heirs.push(heir);
  }

  get stands(): boolean {
    return this.#standing && this.#newest.open;
  }

  standing(what: string, patient: boolean): Promise<Session> {
    this.current();
    if (!this.open) return Promise.reject(callLost(this.#why, what, false));
    if (this.stands) return Promise.resolve(this.#newest);
    if (!patient && this.#plan.whileLost === 'fail') return Promise.reject(this.#refusal(what));
    return this.#setups.wait(what, {});
  }

  ready(what: string, options: CallOptions): Promise<void> | null {
    if (this.current() !== null || !this.open || this.#plan.whileLost === 'fail') return null;
    return this.#calls.wait(what, options).then(() => {});
  }

  on<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void): () => void {
    return this.#handlers.add(event, handler, this.#newest);
  }

  setKeepalive(settings: KeepaliveSettings | null): void {
    this.#keepalive = settings;
    this.#newest.setKeepalive(settings);
  }

  ref(keep: boolean): void {
    this.#keep = keep;
    this.#newest.ref(keep);
    this.#holdReturn();
  }

  async close(farewell: Procedure<void, void>, timeout: number): Promise<void> {
    if (!this.open) return;
    this.#closing = true;
    this.#why = null;
    this.#return?.end();
    this.#refuseAll(null);
    if (this.#state !== 'lost') await this.#newest.close(farewell, timeout);
    this.end(null);
  }

  end(why: SessionEnd): void {
    if (this.#state === 'over') return;
    this.#return?.end();
    this.#over(why);
    this.#newest.end(why);
  }

  #sessionOver(session: Session, why: SessionEnd): void {
    if (session !== this.session || this.#state === 'lost' || this.#state === 'over') return;
    if (this.#state === 'opening' || this.#closing || why === null || this.#plan.signal?.aborted === true) {
      this.#over(why);
      return;
    }
    this.#lost(session, why);
  }

  #lost(session: Session, why: Loss): void {
    this.#state = 'lost';
    this.#standing = false;
    this.#why = why;
    this.#from = lostSince(session, why);
    this.#backoff.lost();
    tellState(session.about, 'lost', why);
    for (const heir of this.#heirs) heir.lost(this.#from);
    this.#tell({ kind: 'lost', why, hypervisorReason: session.hypervisorReason, from: this.#from });
    this.#return = new Return(this.#host(), this.#plan, this.#reopen, this.#keep || this.#calls.occupied);
    void this.#return.run(why, this.#backoff);
  }

  /** Calls that wait keep the process alive, whatever an idle connection does. */
  #holdReturn(): void {
    this.#return?.ref(this.#keep || this.#calls.occupied);
  }

  #host(): ReturnHost {
    return {
      connecting: (attempt, delay, error) => {
        this.#standing = false;
        this.#tell({ kind: 'connecting', attempt, delay, error });
      },
      begin: (session) => {
        this.#newest = session;
        this.#handlers.attach(session);
        session.ref(this.#keep);
      },
      settle: (session) => this.#settle(session),
      reopened: (session, attempt) => this.#reopened(session, attempt),
      gaveUp: (why) => this.#over(why),
    };
  }

  /** Has all set up again that was. */
  async #settle(session: Session): Promise<void> {
    if (this.#keepalive !== undefined) session.setKeepalive(this.#keepalive);
    const renewals = this.#heirs.map((heir) => heir.renew(session));
    this.#standing = true;
    this.#setups.admit(session);
    this.#refusals = (await Promise.all(renewals)).flat();
    if (session.open) return;
    this.#standing = false;
    for (const heir of this.#heirs) heir.lost(this.#from);
  }

  #reopened(session: Session, attempt: number): void {
    this.session = session;
    this.#state = 'open';
    this.#why = null;
    this.#return = null;
    this.#backoff.opened();
    tellState(session.about, 'reopened', null);
    const refusals = this.#refusals;
    this.#tell({ kind: 'reopened', attempt, from: this.#from, to: new Date(), refusals });
    this.#calls.admit(session);
    void session.ended.then((why) => this.#sessionOver(session, why));
  }

  #stopComingBack(): void {
    if (this.#state !== 'lost') return;
    this.#return?.end();
    this.#newest.end(null);
    const cause: unknown = this.#plan.signal?.reason;
    const text = `${this.#why?.message}; it is not made again, since options.reconnect.signal was aborted`;
    this.#over(new ConnectionError(text, 'ERR_LIBVIRT_CONNECTION_LOST', true, { cause }));
  }

  #over(why: SessionEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#why = why;
    this.#return = null;
    offAbort(this.#plan.signal, this.#aborted);
    this.#refuseAll(why);
    this.#end(why);
  }

  #refuseAll(why: SessionEnd): void {
    this.#calls.refuse((what) => callLost(why, what, false));
    this.#setups.refuse((what) => callLost(why, what, false));
  }

  #refusal(what: string): ConnectionError {
    return callLost(this.#why, what, false);
  }

  #tell(change: Change): void {
    for (const watcher of this.#watchers) watcher(change);
  }
}
