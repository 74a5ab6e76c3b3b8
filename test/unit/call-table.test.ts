import { describe, expect, it } from 'vitest';
import { Call, type ReplyForm } from '../../src/rpc/call.js';
import { CallTable } from '../../src/rpc/call-table.js';

const OWNER = { abandon: () => {}, settled: () => {} };

function add(table: CallTable): Call {
  const call = new Call(OWNER, {} as ReplyForm, table.nextSerial(), false);
  table.add(call);
  return call;
}

const serials = (calls: readonly Call[]) => calls.map(({ serial }) => serial);

describe('the table of calls', () => {
  it('gives serials out from 1, and finds calls by them', () => {
    const table = new CallTable();
    const [first, second] = [add(table), add(table)];
    expect(serials([first, second])).toEqual([1, 2]);
    expect([table.get(1), table.get(2)]).toEqual([first, second]);
    expect([table.get(0), table.get(3), table.get(1 + 2 ** 16)]).toEqual([undefined, undefined, undefined]);
  });

  it('forgets what is deleted', () => {
    const table = new CallTable();
    const [first, second] = [add(table), add(table)];
    table.delete(first);
    expect(table.get(first.serial)).toBeUndefined();
    expect(table.all()).toEqual([second]);
  });

  it('keeps thousands of calls, in their order', () => {
    const table = new CallTable();
    const calls = Array.from({ length: 10_000 }, () => add(table));
    expect(new Set(serials(calls)).size).toBe(10_000);
    expect(calls.every((call) => table.get(call.serial) === call)).toBe(true);
    expect(table.all()).toEqual(calls);
    for (const call of calls) table.delete(call);
    expect(table.all()).toEqual([]);
    const next = add(table);
    expect(table.get(next.serial)).toBe(next);
  });

  it('gives no serial to two calls, however long one of them stays', () => {
    const table = new CallTable();
    const old = [add(table), add(table), add(table)];
    for (let i = 0; i < 100_000; i++) {
      const call = add(table);
      for (const one of old) if (table.get(one.serial) !== one) throw new Error(`call ${one.serial} was lost`);
      table.delete(call);
    }
    expect(table.all()).toEqual(old);
  });
});
