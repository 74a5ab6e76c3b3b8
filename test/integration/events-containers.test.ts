import { describe, expect, it, onTestFinished } from 'vitest';
import { DomainEventStoppedDetailType, DomainEventType } from '../../src/index.js';
import { containerXml, freshName, startKnown } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';
import { collect } from '../support/integration-events.js';

const daemon = useContainers();

describe('events of containers', () => {
  it('tell of a start and of an end, at whoever has asked for it', async () => {
    const [watcher, actor] = [await open(daemon().uri('lxc')), await open(daemon().uri('lxc'))];
    const lives = await collect(watcher.domainEvents('lifecycle'));
    const name = freshName();
    const container = await actor.domainCreateXML(containerXml(name));
    onTestFinished(() => container.destroy().catch(() => {}));
    const started = await lives.first(({ event }) => event === DomainEventType.STARTED);
    expect(started.domain).toMatchObject({ name, uuid: container.uuid, id: container.id, connection: watcher });
    const off = started.domain.waitForState('shutoff', { timeout: 20_000 });
    await container.destroy();
    // A daemon may tell the end twice, once of them as a failure: its own process saw the container's end first.
    const { DESTROYED } = DomainEventStoppedDetailType;
    await lives.first(({ event, detail }) => event === DomainEventType.STOPPED && detail === DESTROYED);
    await off;
  });

  it('tell when its init is done, of its own accord', async () => {
    const connection = await open(daemon().uri('lxc'));
    // A daemon that has missed which process init is may miss its end, too.
    const container = await startKnown(() => connection.domainCreateXML(containerXml(freshName(), 'exec sleep 3')));
    await container.waitForState('shutoff', { timeout: 20_000 });
    await expect(container.getInfo()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    // It is gone, and can come to no other state.
    await expect(container.waitForState('running')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });
});
