import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  DomainEventDefinedDetailType,
  DomainEventResumedDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  type DomainLifecycleEvent,
} from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';
import { collect } from '../support/integration-events.js';

const daemon = useDaemon();

const DETAILS: Readonly<Partial<Record<DomainEventType, object>>> = {
  [DomainEventType.DEFINED]: DomainEventDefinedDetailType,
  [DomainEventType.UNDEFINED]: DomainEventUndefinedDetailType,
  [DomainEventType.STARTED]: DomainEventStartedDetailType,
  [DomainEventType.SUSPENDED]: DomainEventSuspendedDetailType,
  [DomainEventType.RESUMED]: DomainEventResumedDetailType,
  [DomainEventType.STOPPED]: DomainEventStoppedDetailType,
};

/** The name that a value has in a const object, with a capital. */
function nameIn(object: object, value: number): string {
  const [name = ''] = Object.entries(object).find(([, member]) => member === value) ?? [];
  return name.charAt(0) + name.slice(1).toLowerCase();
}

/** The line that virsh has for an event. */
function line({ domain, event, detail }: DomainLifecycleEvent): string {
  return `event 'lifecycle' for domain '${domain.name}': ${nameIn(DomainEventType, event)} ${nameIn(DETAILS[event] ?? {}, detail)}`;
}

describe('the events that virsh is told', () => {
  it('are those that this library is told', async () => {
    const uri = daemon().uri('test');
    const connection = await open(uri);
    const events = await collect(connection.domainEvents('lifecycle'));
    const virsh = spawn('stdbuf', ['-oL', 'virsh', '-c', uri, 'event', '--event', 'lifecycle', '--loop']);
    onTestFinished(() => void virsh.kill());
    const lines: string[] = [];
    createInterface(virsh.stdout).on('line', (text) => lines.push(text));
    const marker = await connection.domainLookupByName('test');
    // Nothing says when virsh has begun to listen, but what it is told.
    await expect
      .poll(
        async () => {
          await marker.suspend();
          await marker.resume();
          return lines.length;
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBeGreaterThan(0);
    const xml = "<domain type='test'><name>d1</name><memory>1024</memory><os><type>hvm</type></os></domain>";
    const domain = await connection.domainDefineXML(xml);
    await domain.create();
    await domain.suspend();
    await domain.resume();
    await domain.destroy();
    await domain.undefine();
    const last = "event 'lifecycle' for domain 'd1': Undefined Removed";
    await events.first((event) => line(event) === last);
    await expect.poll(() => lines.includes(last), { timeout: 20_000 }).toBe(true);
    const of = (all: readonly string[]): string[] => all.filter((text) => text.includes("'d1'"));
    expect(of(events.events.map(line))).toEqual(of(lines));
    expect(of(lines)).toHaveLength(6);
  });
});
