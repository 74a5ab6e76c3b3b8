import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectionError, type ConnectOptions, connect } from '../../src/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { children } from '../support/network-children.js';
import { freePorts } from '../support/network-ports.js';
import { makeKey, useSshd } from '../support/network-sshd.js';
import { virshFailure } from '../support/network-virsh.js';

const folder = useFolder();
const daemon = useDaemon();
/** A host without virt-ssh-helper, and one without anything. */
const sshd = useSshd(join(folder, 'netcat'), () => ({ nc: '/bin/nc' }));
const bare = useSshd(join(folder, 'bare'), () => ({}));

const uri = (port: number, params: string): string => `test+ssh://127.0.0.1:${port}/default?${params}`;
const to = (params: Readonly<Record<string, string>> = {}): string =>
  uri(sshd().port, sshd().params({ socket: daemon().socket, ...params }));

async function failure(target: string, options?: ConnectOptions): Promise<ConnectionError> {
  const error: unknown = await connect(target, { timeout: 15_000, ...options }).then(
    (connection) => connection.close().then(() => new Error('the connection was made')),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConnectionError);
  return error as ConnectionError;
}

describe('what ssh says is the error', () => {
  it('of a key that is not accepted', async () => {
    const stranger = join(folder, 'stranger');
    makeKey(stranger);
    const { message, code, sent } = await failure(to({ keyfile: stranger }));
    expect({ code, sent }).toEqual({ code: 'ERR_LIBVIRT_CONNECT', sent: false });
    expect(message).toMatch(
      /ssh ended with status 255: .*Permission denied \(publickey\)\.\nA user, a key or an agent/su,
    );
  });

  it('of a host key that nobody knows, and of one that has changed', async () => {
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    const { message } = await failure(to({ known_hosts: empty }));
    expect(message).toContain('Host key verification failed.');
    expect(message).toContain('Log in once by "ssh 127.0.0.1"');
    expect(readFileSync(empty, 'utf8')).toBe('');

    const changed = join(folder, 'changed');
    makeKey(join(folder, 'other-host'));
    writeFileSync(changed, `[127.0.0.1]:${sshd().port} ${readFileSync(join(folder, 'other-host.pub'), 'utf8')}`);
    expect((await failure(to({ known_hosts: changed }))).message).toContain('Host key verification failed.');
  });

  it('of a host without the program that is asked for', async () => {
    expect((await failure(uri(sshd().port, sshd().params({ proxy: 'native' })))).message).toMatch(
      /ssh ended with status 127: .*virt-ssh-helper: not found\nThe other host has no virt-ssh-helper/su,
    );
    expect((await failure(uri(bare().port, bare().params()))).message).toContain(
      'The other host has neither virt-ssh-helper nor nc',
    );
    expect((await failure(to({ netcat: "no; it's" }))).message).toContain("The other host has no no; it's");
  });

  it('of a daemon that is not there', async () => {
    const { message } = await failure(to({ socket: '/nowhere/sock' }));
    expect(message).toContain('/nowhere/sock: No such file or directory');
    expect(message).toContain('does it listen on /nowhere/sock?');
  });

  it('of a host that is not there', async () => {
    const [port = 0] = await freePorts(1);
    expect((await failure(uri(port, ''))).message).toMatch(/Connection refused\nIs 127\.0\.0\.1 up/u);
    expect((await failure('test+ssh://nobody.invalid/default')).message).toContain('Could not resolve hostname');
  });

  it('of a program that is not there', async () => {
    const { message, cause } = await failure(`${to()}&command=/nowhere/ssh`);
    expect(message).toContain('/nowhere/ssh cannot be started: spawn /nowhere/ssh ENOENT');
    expect(cause).toMatchObject({ name: 'ProgramError', cause: { code: 'ENOENT' } });
  });
});

describe('nobody is waited for in vain', () => {
  it('who would have to answer a question', async () => {
    // Its one way to log in asks.
    const { message } = await failure(to({ keyfile: join(folder, 'none'), sshauth: 'password,keyboard-interactive' }));
    expect(message).toContain('Permission denied (publickey)');
  });

  it('who never says a word', async () => {
    const sockets: net.Socket[] = [];
    const server = net.createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { port } = server.address() as net.AddressInfo;
    const error = (await connect(uri(port, ''), { timeout: 700 }).catch((reason: unknown) => reason)) as Error;
    expect(error.name).toBe('TimeoutError');
    expect(error.message).toBe(
      'no connection was made within 700 ms: ssh was started, and no daemon answers through it',
    );
    // And ssh is not left behind.
    const [socket] = sockets;
    if (socket === undefined) throw new Error('ssh has not come');
    await once(socket.resume(), 'close');
  });
});

it('virsh cannot connect there, either', async () => {
  const stranger = join(folder, 'virsh-stranger');
  makeKey(stranger);
  expect(await virshFailure(`${to({ keyfile: stranger, no_verify: '1', no_tty: '1' })}`)).toContain(
    'Permission denied',
  );
  expect(await virshFailure(to({ socket: '/nowhere/sock', no_verify: '1', no_tty: '1' }))).toContain(
    'No such file or directory',
  );
});

it('an ssh that ends is the end of the connection, and says how', async () => {
  const connection = await open(to());
  const closed = once(connection, 'close');
  const ssh = children().filter(({ command }) => command === 'ssh');
  expect(ssh).toHaveLength(1);
  for (const { pid } of ssh) process.kill(pid, 'SIGKILL');
  const [error] = await closed;
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST' });
  expect(error.message).toBe('the connection failed: ssh was ended by SIGKILL, and said nothing');
  await expect(connection.getHostname()).rejects.toThrow('was not sent: the connection failed: ssh was ended');
});
