import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useBoth } from '../support/integration-agreement.js';
import { useQemu } from '../support/qemu-daemon.js';

function secretXml(isPrivate: 'yes' | 'no'): string {
  return `<secret ephemeral='yes' private='${isPrivate}'><description>of a test</description></secret>`;
}

describe('the value of a secret', () => {
  const qemu = useQemu();
  const { connection, agree } = useBoth(() => qemu.uri);

  it('is bytes, any of them, and read as they were written', async () => {
    const secret = await connection().secretDefineXML(secretXml('no'));
    try {
      await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
      for (const value of [Uint8Array.of(0, 255, 10, 0), randomBytes(65536), Buffer.from('pässword')]) {
        await secret.setValue(value);
        const read = await secret.getValue();
        expect(read).toBeInstanceOf(Uint8Array);
        expect(Buffer.from(read).equals(value)).toBe(true);
      }
      await agree(() => secret.getValue(), `c.secretLookupByUUIDString("${secret.uuid}").value()`);
    } finally {
      await secret.undefine();
    }
  });

  it('is no text, and at most 65,536 bytes', async () => {
    const secret = await connection().secretDefineXML(secretXml('no'));
    try {
      await expect(secret.setValue('hunter2' as never)).rejects.toMatchObject({
        name: 'TypeError',
        message: expect.not.stringContaining('hunter2'),
      });
      await expect(secret.setValue(new Uint8Array(65537))).rejects.toThrow(
        'value must be at most 65536 bytes long; got 65537',
      );
    } finally {
      await secret.undefine();
    }
  });

  it('is never returned of a private one', async () => {
    const secret = await connection().secretDefineXML(secretXml('yes'));
    try {
      await secret.setValue(Buffer.from('x'));
      await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_SECRET' });
    } finally {
      await secret.undefine();
    }
  });
});
