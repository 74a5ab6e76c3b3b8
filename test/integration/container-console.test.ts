import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { DomainCreateFlags } from '../../src/index.js';
import { containerXml, freshName } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';

const daemon = useContainers();

describe('the console of a container', () => {
  it('is a terminal, which says what it is told', async () => {
    const connection = await open(daemon().uri('lxc'));
    const script = 'while read line; do echo "heard: $line"; done; exec sleep 600';
    const domain = await connection.domainCreateXML(
      containerXml(freshName(), script),
      DomainCreateFlags.START_AUTODESTROY,
    );
    const console = domain.openConsole();
    await once(console, 'ready');
    let said = '';
    console.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    for (const word of ['one', 'two']) {
      console.write(`${word}\n`);
      await expect.poll(() => said, { timeout: 20_000 }).toContain(`heard: ${word}`);
    }
    const over = new Promise((resolve) => console.once('close', resolve));
    console.on('error', () => {});
    await domain.destroy();
    await over;
    expect(await connection.getLibVersion()).toBeGreaterThan(0n);
  });
});
