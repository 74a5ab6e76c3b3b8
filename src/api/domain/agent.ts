import { invalidArgType, invalidArgValue, ProtocolError } from '../../errors.js';
import { procedures as qemu } from '../../protocol/generated/qemu/index.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import { type CallOptions, checkCallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import {
  type DomainAgentResponseTimeoutValues,
  DomainQemuAgentCommandTimeoutValues,
  type DomainQemuMonitorCommandFlags,
} from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainGuest } from './guest.js';

/** A command of QEMU's guest agent: `{ execute: 'guest-exec', arguments: { path: '/bin/true' } }`. */
export interface AgentCommand {
  readonly execute: string;
  readonly arguments?: object | undefined;
}

/** Commands to qemu, and to the agent in its guest. */
export class DomainAgent extends DomainGuest {
  /**
   * Has the guest's agent carry out a command, and returns what that returns: JSON in and out. An integer beyond 2⁵³ loses
   * its last digits in that, as ever in JavaScript's JSON; `qemuAgentCommand` returns the text.
   *
   *     const { pid } = await domain.agent<{ pid: number }>({ execute: 'guest-exec', arguments: { path: '/bin/true' } });
   *     const release = await domain.agent('guest-get-osinfo');
   *
   * @param command or its name alone, where it takes no arguments
   * @param options the daemon waits for the agent for as long as `timeout` says, in whole seconds, rounded up; without
   *   one, for 5 seconds, or what `agentSetResponseTimeout` has set
   * @throws RemoteError `VIR_ERR_ARGUMENT_UNSUPPORTED` where the domain has no guest agent; `VIR_ERR_AGENT_UNRESPONSIVE`
   *   where its agent does not answer; `VIR_ERR_INTERNAL_ERROR` where the agent refuses, with its words
   * @throws ProtocolError where the answer is no JSON object. The connection stays open: the guest said that, not the daemon.
   * @since libvirt 0.10.0, for qemu
   */
  async agent<Result = unknown>(command: string | AgentCommand, options: CallOptions = {}): Promise<Result> {
    const whole = typeof command === 'string' ? { execute: command } : command;
    if (typeof whole !== 'object' || whole === null) throw invalidArgType('command', 'a string or an object', command);
    if (typeof whole.execute !== 'string') throw invalidArgType('command.execute', 'a string', whole.execute);
    checkCallOptions(options);
    const { timeout } = options;
    const seconds = timeout === undefined ? DomainQemuAgentCommandTimeoutValues.DEFAULT : Math.ceil(timeout / 1000);
    const args = { dom: wireOf(this), cmd: toJson(whole), timeout: seconds, flags: 0 };
    const { result } = await sessionOf(this.connection).call(qemu.DOMAIN_AGENT_COMMAND, args, options);
    return (result === null ? undefined : returnedIn(result)) as Result;
  }

  /**
   * Says how long the daemon waits for the guest's agent, where a call does not say it itself.
   *
   * C:
   * [virDomainAgentSetResponseTimeout](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainAgentSetResponseTimeout)
   *
   * @param timeout seconds, or a member of `DomainAgentResponseTimeoutValues`
   * @param flags none are defined: 0
   * @since libvirt 5.10.0, for qemu
   */
  async agentSetResponseTimeout(
    timeout: DomainAgentResponseTimeoutValues | number,
    flags = 0,
    options?: CallOptions,
  ): Promise<void> {
    const args = { dom: wireOf(this), timeout, flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_AGENT_SET_RESPONSE_TIMEOUT, args, options);
  }

  /**
   * Sends a command to a guest's qemu. qemu's answer is returned as it is.
   *
   * C: [virDomainQemuMonitorCommand](https://libvirt.org/html/libvirt-libvirt-qemu.html#virDomainQemuMonitorCommand)
   *
   * @param cmd in JSON, or with `DomainQemuMonitorCommandFlags.HMP` as one types it
   * @param flags `DomainQemuMonitorCommandFlags`
   * @since libvirt 0.8.3
   */
  async qemuMonitorCommand(
    cmd: string,
    flags: DomainQemuMonitorCommandFlags = 0,
    options?: CallOptions,
  ): Promise<string> {
    const args = { dom: wireOf(this), cmd, flags };
    return (await sessionOf(this.connection).call(qemu.DOMAIN_MONITOR_COMMAND, args, options)).result;
  }
}

/** What an agent's answer says that the command returned. */
function returnedIn(answer: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch (cause) {
    throw new ProtocolError("the answer of the guest's agent is no JSON", null, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new ProtocolError("the answer of the guest's agent is no JSON object");
  }
  return 'return' in parsed ? parsed.return : undefined;
}

function toJson(command: AgentCommand): string {
  try {
    return JSON.stringify(command);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(invalidArgValue('command', `is nothing that JSON can say: ${why}`), { cause });
  }
}
