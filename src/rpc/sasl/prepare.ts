/** What string preparation leaves as it is: it need not be loaded then. */
const ASCII = /^[\x20-\x7e]*$/u;

/**
 * A user name or password in the form in which SCRAM compares it: prepared by SASLprep (RFC 4013). What SASLprep forbids
 * stays as it is: libvirt's daemons, whose SASL library prepares nothing, may have it.
 */
export async function prepare(text: string): Promise<string> {
  if (ASCII.test(text)) return text;
  const { default: saslprep } = await import('@mongodb-js/saslprep');
  try {
    // A newer Unicode may have assigned what is unassigned in the one that SASLprep knows.
    return saslprep(text, { allowUnassigned: true });
  } catch {
    return text;
  }
}
