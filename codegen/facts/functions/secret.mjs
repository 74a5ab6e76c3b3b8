// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const NO_SECRET = ['`VIR_ERR_NO_SECRET` where there is none'];

/**
 * Secrets: passwords and keys that the daemon keeps for volumes and guests.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectNumOfSecrets: { summary: 'How many secrets are defined.' },
  virConnectListSecrets: { summary: 'The UUIDs of the secrets that are defined.' },
  virConnectListAllSecrets: {
    summary: 'Every secret that the flags choose. The protocol stops at 16,384.',
    flags: 'ConnectListAllSecretsFlags',
  },
  virSecretLookupByUUID: {
    summary: 'Finds a secret by the bytes of its UUID.',
    params: { uuid: 'its 16 bytes' },
    errors: NO_SECRET,
  },
  virSecretLookupByUUIDString: {
    summary: 'Finds a secret by its UUID.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: NO_SECRET,
  },
  virSecretLookupByUsage: {
    summary: 'Finds a secret by what it is for.',
    params: { usageID: "what uses it: a volume's path, a name, …" },
    enums: { usageType: 'SecretUsageType' },
    errors: NO_SECRET,
  },
  virSecretGetUUID: { summary: "The bytes of the secret's UUID.", returns: '16 bytes' },
  virSecretGetUUIDString: { summary: "The secret's UUID.", returns: 'in canonical form: lower case, with hyphens' },
  virSecretGetUsageType: { summary: 'What kind of thing uses the secret.', returnsEnum: 'SecretUsageType' },
  virSecretGetUsageID: { summary: "What uses the secret: a volume's path, a name, …; empty where nothing does." },
  virSecretDefineXML: {
    summary: 'Defines a secret, or redefines the one that has its UUID. Its value is set apart from it.',
    params: { xml: "the secret's description, in libvirt's XML" },
    flags: 'SecretDefineFlags',
  },
  virSecretGetXMLDesc: { summary: "The secret's description, in libvirt's XML, without its value.", flags: [] },
  virSecretSetValue: {
    summary: "Sets the secret's value.",
    params: { value: 'at most 65,536 bytes' },
    flags: [],
  },
  virSecretGetValue: {
    summary: "The secret's value.",
    flags: [],
    errors: [
      '`VIR_ERR_INVALID_SECRET` where it is private, and so shown to nobody',
      '`VIR_ERR_NO_SECRET` where it has none yet',
    ],
  },
  virSecretUndefine: { summary: 'Forgets the secret, its value included.' },
};
