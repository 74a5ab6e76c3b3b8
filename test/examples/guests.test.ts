import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootSector, guestXml, SerialLine } from '../../scripts/demo-parts/qemu-guest.mjs';
import { ConnectDomainEventAgentLifecycleState, DomainCreateFlags } from '../../src/index.js';
import { agentImage } from '../support/agent-image.js';
import { exampleRunner } from '../support/example.js';
import { agentChannel, serveAgent } from '../support/guest-agent.js';
import { useQemu } from '../support/qemu-daemon.js';

const ANSWERS = {
  'guest-info': { version: '8.2', supported_commands: [{ name: 'guest-ping' }, { name: 'guest-info' }] },
  'guest-get-host-name': { 'host-name': 'inside' },
};

/** A disk of a guest's, in XML. */
function disk(image: string): string {
  const parts = [`<driver name='qemu' type='raw'/>`, `<source file='${image}'/>`, `<target dev='vda' bus='virtio'/>`];
  return `<disk type='file' device='disk'>${parts.join('')}</disk>`;
}

describe('the examples of what is in a guest', () => {
  const qemu = useQemu();
  const { run } = exampleRunner();

  it('guest-agent: shows what the agent says, once there is one', async () => {
    const connection = await qemu.open();
    const socket = join(qemu.state, 'agent.sock');
    await serveAgent(socket, ANSWERS);
    const image = join(qemu.state, 'agent.raw');
    writeFileSync(image, agentImage());
    const channel = agentChannel(socket);
    const { START_AUTODESTROY } = DomainCreateFlags;

    const silent = await connection.domainCreateXML(guestXml({ ...qemu.guest(), devices: channel }), START_AUTODESTROY);
    const none = await run('guest-agent.mjs', [qemu.uri, silent.name]);
    await silent.destroy();
    expect(none).toMatchObject({ stdout: '', status: 1 });
    expect(none.stderr).toMatch(/^VIR_ERR_AGENT_UNRESPONSIVE: .*agent is not connected\n$/u);

    const signal = AbortSignal.timeout(40_000);
    const events = connection.domainEvents('agentLifecycle', { signal });
    const xml = guestXml({ ...qemu.guest(), devices: `${disk(image)}${channel}` });
    const domain = await connection.domainCreateXML(xml, START_AUTODESTROY);
    // That there is no agent yet is told, too.
    for await (const { state } of events) if (state === ConnectDomainEventAgentLifecycleState.CONNECTED) break;
    const { stdout, stderr, status } = await run('guest-agent.mjs', [qemu.uri, domain.name]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(`the agent of ${domain.name} has version 8.2, and 2 commands\nthe guest calls itself inside\n`);
    await domain.destroy();
  });

  it('disk-from-descriptor: a guest runs from an image that only the program has opened', async () => {
    const connection = await qemu.open();
    const image = join(qemu.state, 'booted.raw');
    writeFileSync(image, bootSector('booted from a descriptor\r\n'));
    const serial = await SerialLine.listen(join(qemu.state, 'serial.sock'));
    const xml = guestXml({ ...qemu.guest(), fdgroup: 'image', serialPath: serial.path });
    const domain = await connection.domainDefineXML(xml);
    try {
      const { stdout, stderr, status } = await run('disk-from-descriptor.mjs', [qemu.uri, domain.name, image]);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).toMatch(new RegExp(`^${domain.name} runs with id \\d+\n$`, 'u'));
      expect(await serial.until('descriptor', AbortSignal.timeout(40_000))).toContain('booted from a descriptor');
    } finally {
      if (await domain.isActive()) await domain.destroy();
      await domain.undefine();
      await serial.close();
    }
  });
});
