import {
  DomainEventID,
  NetworkEventID,
  NodeDeviceEventID,
  SecretEventID,
  StoragePoolEventID,
} from '../../api/generated/constants.js';
import { procedures as qemu } from '../../protocol/generated/qemu/index.js';
import type { EventMessage } from '../../protocol/procedure.js';
import { eventNamed } from '../procedures.js';
import type { Client } from '../wire/client.js';

/** What an event is about. */
export type Subject = 'dom' | 'net' | 'pool' | 'dev' | 'secret' | 'monitor';

/** What a client wants to be told. */
export interface Callback {
  readonly client: Client;
  readonly id: number;
  readonly subject: Subject;
  readonly eventID: number;
  /** Of which object alone; `null`: of all. */
  readonly object: string | null;
}

const SUBJECTS: readonly (readonly [RegExp, Subject, Readonly<Record<string, number>>])[] = [
  [/^DOMAIN_EVENT_(?:CALLBACK_)?(?<id>.+)$/u, 'dom', DomainEventID],
  [/^NETWORK_EVENT_(?:CALLBACK_)?(?<id>.+)$/u, 'net', NetworkEventID],
  [/^STORAGE_POOL_EVENT_(?<id>.+)$/u, 'pool', StoragePoolEventID],
  [/^NODE_DEVICE_EVENT_(?<id>.+)$/u, 'dev', NodeDeviceEventID],
  [/^SECRET_EVENT_(?<id>.+)$/u, 'secret', SecretEventID],
];

/** The event that the monitor of a guest tells of has no number. */
export const MONITOR = 0;

/** What tells an object from the others of its kind. */
export function objectKey(object: unknown): string | null {
  if (typeof object !== 'object' || object === null) return null;
  const { uuid, name } = object as { readonly uuid?: unknown; readonly name?: unknown };
  return uuid instanceof Uint8Array ? Buffer.from(uuid).toString('hex') : String(name);
}

/** By what callbacks an event goes out; `null`: to every client, as those do that have no callback id. */
function registrationOf(event: EventMessage<unknown>): readonly [subject: Subject, eventID: number] | null {
  const { name } = event;
  if (event.program === qemu.DOMAIN_MONITOR_EVENT.program) return ['monitor', MONITOR];
  // What was there before callbacks had ids, and is there again with one.
  const again = eventNamed(name.replace(/^DOMAIN_EVENT_(?!CALLBACK_)/u, 'DOMAIN_EVENT_CALLBACK_'));
  if (again !== undefined && again !== event) return null;
  for (const [pattern, subject, ids] of SUBJECTS) {
    const eventID = ids[pattern.exec(name)?.groups?.['id'] ?? ''];
    if (eventID !== undefined) return [subject, eventID];
  }
  return null;
}

/** Who wants to be told what. */
export class Callbacks {
  #all: Callback[] = [];
  readonly #next = new Map<Client, number>();

  /** @returns the callback's id; `null` where it is there already */
  add(client: Client, subject: Subject, eventID: number, object: string | null): number | null {
    const same = (other: Callback) => other.client === client && other.subject === subject && other.eventID === eventID;
    if (subject !== 'monitor' && this.#all.some((other) => same(other) && other.object === object)) return null;
    const id = this.#next.get(client) ?? 0;
    this.#next.set(client, id + 1);
    this.#all.push({ client, id, subject, eventID, object });
    return id;
  }

  /** False: there is none. */
  remove(client: Client, subject: Subject, id: number): boolean {
    const at = this.#all.findIndex((one) => one.client === client && one.subject === subject && one.id === id);
    if (at >= 0) this.#all.splice(at, 1);
    return at >= 0;
  }

  /** A client is gone. */
  forget(client: Client): void {
    this.#all = this.#all.filter((one) => one.client !== client);
    this.#next.delete(client);
  }

  /**
   * Tells those who want to know.
   *
   * @param msg without the callback's id
   * @returns how many messages that were
   * @throws TypeError, RangeError where the message is not what the event carries
   */
  tell(event: EventMessage<unknown>, msg: object, clients: Iterable<Client>): number {
    const registration = registrationOf(event);
    if (registration === null) {
      event.msg.encode(msg);
      const all = [...clients];
      for (const client of all) client.event(event, msg);
      return all.length;
    }
    const [subject, eventID] = registration;
    // Wrong messages are found out even where nobody wants them.
    event.msg.encode({ ...msg, callbackID: 0 });
    const inner = 'msg' in msg && typeof msg.msg === 'object' ? msg.msg : msg;
    const field = subject === 'monitor' ? 'dom' : subject;
    const object = objectKey((inner as Record<string, unknown> | null)?.[field]);
    const wanting = this.#all.filter(
      (one) => one.subject === subject && one.eventID === eventID && (one.object === null || one.object === object),
    );
    for (const { client, id } of wanting) client.event(event, { ...msg, callbackID: id });
    return wanting.length;
  }
}
