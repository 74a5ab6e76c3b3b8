import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  Connection,
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  type RemoteError,
  Secret,
  StoragePool,
  StorageVol,
} from '../../src/index.js';
import { procedures as remote } from '../../src/protocol/generated/remote/index.js';
import { failureOf } from '../support/every-method/call.js';
import { connectionCalls } from '../support/every-method/connection.js';
import { domainLife } from '../support/every-method/domain-life.js';
import { domainResources } from '../support/every-method/domain-resources.js';
import {
  makeCheckpoint,
  makeDomain,
  makeInterface,
  makeNetwork,
  makeNodeDevice,
  makePool,
  makeSnapshot,
  makeVolume,
  nowhere,
} from '../support/every-method/makers.js';
import * as objects from '../support/every-method/objects.js';
import type { Calls } from '../support/every-method/table.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

/** The last procedure of libvirt 9.0.0's: a daemon may know no more. */
const KNOWN_TO_ALL = remote.DOMAIN_FD_ASSOCIATE.number;

function methodsOf(type: { readonly prototype: object }): string[] {
  const names: string[] = [];
  for (
    let prototype = type.prototype;
    prototype !== Object.prototype && prototype !== EventEmitter.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor' && !names.includes(name)) names.push(name);
    }
  }
  return names.sort();
}

/** A procedure that the daemon is too old for. Its arguments are proved by test/protocol/golden-12.8.test.ts. */
function isNewer({ errno, message, procedure }: RemoteError): boolean {
  if (errno !== 3 || !message.startsWith('unknown procedure')) return false;
  return remote[procedure as keyof typeof remote].number > KNOWN_TO_ALL;
}

/**
 * Every method of a class reaches the daemon, and the daemon makes something of its arguments: it does what it was asked,
 * or its driver says why not. What an RPC server cannot decode it answers with `VIR_ERR_RPC`.
 */
function calls<T extends object>(
  type: { readonly prototype: T; readonly name: string },
  make: (connection: Connection) => T | Promise<T>,
  table: Calls<T>,
): void {
  describe(type.name, () => {
    it('has no method that is not called here', () => {
      expect(Object.keys(table).sort()).toEqual(methodsOf(type));
    });
    for (const [name, how] of Object.entries(table)) {
      if (how === undefined || how === null || (typeof how === 'object' && 'because' in how)) continue;
      it(name, async () => {
        const object = await make(await open(daemon().uri('test')));
        const args: readonly unknown[] = typeof how === 'function' ? await how(object) : how;
        const method = object[name as keyof T] as (...args: readonly unknown[]) => unknown;
        const failure = await failureOf(() => method.apply(object, [...args]));
        if (failure === null || isNewer(failure)) return;
        expect(failure.code, failure.message).not.toBe('VIR_ERR_RPC');
        // The daemon called the function of C's that it names.
        if (failure.code === 'VIR_ERR_NO_SUPPORT') expect(failure.message).toMatch(/: vir[A-Z]\w+$/);
      });
    }
  });
}

calls(Connection, (connection) => connection, connectionCalls);
calls(Domain, makeDomain, { ...domainLife, ...domainResources });
calls(DomainSnapshot, makeSnapshot, objects.snapshotCalls);
calls(DomainCheckpoint, makeCheckpoint, objects.checkpointCalls);
calls(Network, makeNetwork, objects.networkCalls);
calls(NetworkPort, nowhere.port, objects.portCalls);
calls(Interface, makeInterface, objects.interfaceCalls);
calls(StoragePool, makePool, objects.poolCalls);
calls(StorageVol, makeVolume, objects.volumeCalls);
calls(NodeDevice, makeNodeDevice, objects.nodeDeviceCalls);
calls(Secret, nowhere.secret, objects.secretCalls);
calls(NWFilter, nowhere.filter, objects.filterCalls);
calls(NWFilterBinding, nowhere.binding, objects.bindingCalls);
