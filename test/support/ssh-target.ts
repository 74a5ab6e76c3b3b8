import type { SshTarget } from '../../src/api/uri/target.js';

/** Where `lxc+ssh://h/system` leads, for root or not. */
export const SSH_TARGET: SshTarget = {
  transport: 'ssh',
  host: 'h',
  port: null,
  user: null,
  command: 'ssh',
  keyFile: null,
  knownHosts: null,
  knownHostsVerify: null,
  sshAuth: null,
  verify: true,
  tty: true,
  proxy: 'auto',
  netcat: null,
  socket: '/var/run/libvirt/libvirt-sock',
  name: 'lxc:///system',
  readOnly: false,
};
