import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** The channel of a guest's agent. Both qemu and libvirt connect to the socket; whoever listens there is the agent. */
export function agentChannel(path: string): string {
  const target = `<target type='virtio' name='org.qemu.guest_agent.0'/>`;
  return `<channel type='unix'><source mode='connect' path='${path}'/>${target}</channel>`;
}

interface Request {
  readonly execute: string;
  readonly arguments?: { readonly id?: number };
}

/** Answers commands as QEMU's guest agent does, for as long as the test runs. */
export async function serveAgent(path: string, answers: Readonly<Record<string, unknown>>): Promise<void> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => socket.write(`${answer(line, answers)}\n`));
  });
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(path, { force: true });
  });
}

function answer(line: string, answers: Readonly<Record<string, unknown>>): string {
  const { execute, arguments: given } = JSON.parse(line.slice(line.indexOf('{'))) as Request;
  if (execute.startsWith('guest-sync')) return JSON.stringify({ return: given?.id });
  if (execute in answers) return JSON.stringify({ return: answers[execute] });
  return JSON.stringify({ error: { class: 'CommandNotFound', desc: `The command ${execute} has not been found` } });
}
