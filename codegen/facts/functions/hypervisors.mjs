// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

/**
 * What one hypervisor alone has: qemu, or LXC.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainQemuMonitorCommand: {
    summary:
      "Sends a command to a guest's qemu. libvirt does not follow what it does: the domain is marked as tainted.",
    params: { cmd: 'in JSON, or as a person types it with `DomainQemuMonitorCommandFlags.HMP`' },
    flags: 'DomainQemuMonitorCommandFlags',
    returns: "qemu's answer, as it is",
    driver: 'qemu',
  },
  virDomainQemuMonitorCommandWithFiles: {
    summary: "Sends a command to a guest's qemu, with open files, and takes those that come back.",
    params: { cmd: 'in JSON', infiles: '0 to 32; the driver takes no more than one' },
    flags: 'DomainQemuMonitorCommandFlags',
    returns: "qemu's answer, as it is, and the descriptors that came with it",
    driver: 'qemu',
  },
  virDomainQemuAgentCommand: {
    summary: "Sends a command to a running guest's agent.",
    params: { cmd: 'in JSON', timeout: 's, or a member of `DomainQemuAgentCommandTimeoutValues`' },
    flags: [],
    returns: "the agent's answer, as it is",
    errors: [
      '`VIR_ERR_ARGUMENT_UNSUPPORTED` where the domain has no guest agent',
      '`VIR_ERR_AGENT_UNRESPONSIVE` where its agent does not answer in time',
      '`VIR_ERR_AGENT_COMMAND_TIMEOUT` where libvirt gave up waiting',
    ],
    driver: 'qemu',
  },
  virDomainQemuAttach: {
    summary: 'Makes a domain of a qemu that runs and was started by somebody else. Newer daemons refuse.',
    params: { pid_value: "its process's id on the daemon's host" },
    flags: [],
    driver: 'qemu',
  },
  virDomainLxcOpenNamespace: {
    summary: 'Opens the namespaces of a running container.',
    flags: [],
    returns: "descriptors, which are the caller's to close, in the order user, ipc, uts, net, pid, mnt",
    driver: 'lxc',
  },
};
