import type { Connection } from 'libvirt-rpc';
import { lxc, qemu } from 'libvirt-rpc/protocol';
import type { ReceivedCall, Script, TestDaemon, TestDaemonOptions, TestDomain } from 'libvirt-rpc/testing';
import { describe, expectTypeOf, it } from 'vitest';

const daemon = {} as TestDaemon;

describe('a script', () => {
  it('knows what its procedure takes and returns', () => {
    daemon.on('DOMAIN_LOOKUP_BY_NAME').reply(({ name }, call) => {
      expectTypeOf(name).toEqualTypeOf<string>();
      expectTypeOf(call).toEqualTypeOf<ReceivedCall<{ readonly name: string }>>();
      return { dom: { name, uuid: new Uint8Array(16), id: 1 } };
    });
    daemon.on('DOMAIN_GET_INFO').reply({ state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 0n });
    // @ts-expect-error 64-bit integers are bigints
    daemon.on('DOMAIN_GET_INFO').reply({ state: 1, maxMem: 1, memory: 1n, nrVirtCpu: 1, cpuTime: 0n });
    // @ts-expect-error it returns something
    daemon.on('DOMAIN_GET_INFO').reply();
    // @ts-expect-error it returns nothing
    daemon.on('DOMAIN_DESTROY').reply({ dom: 5 });
    daemon.on('DOMAIN_DESTROY').reply();
    daemon.on('DOMAIN_CREATE', ({ dom }) => dom.name === 'web');
    // @ts-expect-error it has no such argument
    daemon.on('DOMAIN_CREATE', ({ flags }) => flags === 0);
  });

  it('is of a procedure that there is', () => {
    // @ts-expect-error there is none
    daemon.on('DOMAIN_FLY');
    // @ts-expect-error it is an event
    daemon.on('DOMAIN_EVENT_CALLBACK_LIFECYCLE');
    daemon.on(qemu.procedures.DOMAIN_MONITOR_COMMAND).reply(({ cmd }) => ({ result: cmd }));
    expectTypeOf(daemon.on(lxc.procedures.DOMAIN_OPEN_NAMESPACE)).toExtend<Script<never, void>>();
    // @ts-expect-error it is an event
    daemon.on(qemu.procedures.DOMAIN_MONITOR_EVENT);
  });

  it('is made in one expression', () => {
    const script = daemon.on('DOMAIN_CREATE');
    expectTypeOf(script.delay(5).error('VIR_ERR_NO_DOMAIN').times(2)).toEqualTypeOf(script);
    expectTypeOf(script.error({ code: 42, message: 'm', domain: 'VIR_FROM_QEMU' }).once()).toEqualTypeOf(script);
    expectTypeOf(script.drop().withFds([0]).never()).toEqualTypeOf(script);
    // @ts-expect-error an error has a code
    script.error({ message: 'm' });
  });
});

describe('a daemon', () => {
  it('sends events that there are, without the callback’s id', () => {
    const dom = { name: 'n', uuid: new Uint8Array(16), id: 1 };
    const sent = daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', { msg: { dom, event: 2, detail: 0 } });
    expectTypeOf(sent).toEqualTypeOf<number>();
    daemon.emit(qemu.procedures.DOMAIN_MONITOR_EVENT, { dom, event: 'STOP', seconds: 1n, micros: 0, details: null });
    // @ts-expect-error it says what has happened
    daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', { msg: { dom } });
    // @ts-expect-error it is a call
    daemon.emit('DOMAIN_CREATE', { dom });
  });

  it('tells what was called, and what there is', () => {
    expectTypeOf(daemon.callsOf('DOMAIN_DEFINE_XML')[0]).toEqualTypeOf<
      ReceivedCall<{ readonly xml: string }> | undefined
    >();
    expectTypeOf(daemon.calls).toEqualTypeOf<readonly ReceivedCall[]>();
    expectTypeOf(daemon.domain('web')).toEqualTypeOf<TestDomain | undefined>();
    expectTypeOf(daemon.connect({ readOnly: true })).resolves.toEqualTypeOf<Connection>();
    expectTypeOf(daemon.socket).toEqualTypeOf<string | null>();
    expectTypeOf(daemon).toExtend<AsyncDisposable>();
  });

  it('is one of two kinds', () => {
    expectTypeOf<TestDaemonOptions['transport']>().toEqualTypeOf<'memory' | 'unix' | undefined>();
  });
});
