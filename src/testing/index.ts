/**
 * The subpath `libvirt-rpc/testing`: a libvirt daemon for the tests of what uses this library.
 *
 * @module
 */
export { TestDaemon } from './daemon.js';
export type { ScriptedError } from './failure.js';
export type { TestDaemonOptions } from './options.js';
export type { ArgsOf, CallName, EventName, MsgOf, ProgramName, RetOf } from './procedures.js';
export type { ReceivedCall } from './received-call.js';
export type { Handler, Script, StreamAnswer } from './script/script.js';
export type { TestDomain } from './world/domain.js';
