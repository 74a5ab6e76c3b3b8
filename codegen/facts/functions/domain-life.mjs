// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const XML = "the domain's description, in libvirt's XML";
const FILES = 'at most 32; an array, or an object keyed by the number that init is to see';
const SAVE_FLAGS = 'DomainSaveRestoreFlags';
const AGENT_ERRORS = [
  '`VIR_ERR_ARGUMENT_UNSUPPORTED` where the domain has no guest agent',
  '`VIR_ERR_AGENT_UNRESPONSIVE` where its agent does not answer',
];
const HOST_PATH = "a path on the daemon's host";

/**
 * Finding a domain, its way from defined to running and back, and what is saved of it.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectListDomains: { summary: 'The ids of the domains that run.' },
  virConnectNumOfDomains: { summary: 'How many domains run.' },
  virConnectListDefinedDomains: { summary: 'The names of the domains that are defined and do not run.' },
  virConnectNumOfDefinedDomains: { summary: 'How many domains are defined and do not run.' },
  virConnectListAllDomains: {
    summary: 'Every domain that the flags choose. The protocol stops at 16,384.',
    flags: 'ConnectListAllDomainsFlags',
  },
  virDomainLookupByID: {
    summary: 'Finds a running domain by its id, which it has until it ends.',
    errors: ['`VIR_ERR_NO_DOMAIN` where none runs with it'],
  },
  virDomainLookupByName: {
    summary: 'Finds a domain by its name, running or not.',
    errors: ['`VIR_ERR_NO_DOMAIN` where there is none'],
  },
  virDomainLookupByUUID: {
    summary: 'Finds a domain by the bytes of its UUID, running or not.',
    params: { uuid: 'its 16 bytes' },
    errors: ['`VIR_ERR_NO_DOMAIN` where there is none'],
  },
  virDomainLookupByUUIDString: {
    summary: 'Finds a domain by its UUID, running or not.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: ['`VIR_ERR_NO_DOMAIN` where there is none'],
  },
  virDomainGetName: { summary: "The domain's name, unique on its host." },
  virDomainGetID: { summary: "The domain's id while it runs.", returns: '-1 where it does not run' },
  virDomainGetUUID: { summary: "The bytes of the domain's UUID.", returns: '16 bytes' },
  virDomainGetUUIDString: { summary: "The domain's UUID.", returns: 'in canonical form: lower case, with hyphens' },

  virDomainDefineXML: {
    summary: 'Defines a domain, or redefines the one that has its name and UUID. It does not start it.',
    params: { xml: XML },
    errors: ['`VIR_ERR_OPERATION_FAILED` where another domain has the name or the UUID'],
  },
  virDomainDefineXMLFlags: {
    summary: 'Defines or redefines a domain, and has its XML validated where the flags say so.',
    params: { xml: XML },
    flags: 'DomainDefineFlags',
    errors: ['`VIR_ERR_OPERATION_FAILED` where another domain has the name or the UUID'],
  },
  virDomainCreateXML: {
    summary: 'Starts a transient domain: one that is gone when it ends.',
    params: { xmlDesc: XML },
    flags: 'DomainCreateFlags',
    errors: [
      '`VIR_ERR_OPERATION_FAILED` where another domain has the name or the UUID',
      '`VIR_ERR_OPERATION_INVALID` where the domain runs already',
    ],
  },
  virDomainCreateLinux: {
    summary: 'What `domainCreateXML` was called before libvirt 0.5.0.',
    params: { xmlDesc: XML },
    flags: 'DomainCreateFlags',
  },
  virDomainCreateXMLWithFiles: {
    summary: 'Starts a transient container whose init gets open files.',
    params: { xmlDesc: XML, files: FILES },
    flags: 'DomainCreateFlags',
    driver: 'lxc',
  },
  virDomainCreate: {
    summary: 'Starts a defined domain.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it runs already'],
  },
  virDomainCreateWithFlags: {
    summary: 'Starts a defined domain, in the way that the flags name.',
    flags: 'DomainCreateFlags',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it runs already'],
  },
  virDomainCreateWithFiles: {
    summary: 'Starts a defined container whose init gets open files.',
    params: { files: FILES },
    flags: 'DomainCreateFlags',
    driver: 'lxc',
  },
  virDomainDestroy: {
    summary: 'Ends a running domain at once, as if its power were cut. A transient domain is gone then.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainDestroyFlags: {
    summary: 'Ends a running domain, at once or as gently as the flags say.',
    flags: 'DomainDestroyFlagsValues',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainShutdown: { summary: 'Asks the guest to shut itself down. It may take its time, or not do it.' },
  virDomainShutdownFlags: {
    summary: 'Asks the guest to shut itself down, in the ways that the flags name.',
    flags: 'DomainShutdownFlagValues',
  },
  virDomainReboot: {
    summary: 'Asks the guest to reboot, in the ways that the flags name.',
    flags: 'DomainRebootFlagValues',
  },
  virDomainReset: {
    summary: 'Resets a running domain at once, as if its reset button were pressed.',
    flags: [],
  },
  virDomainSuspend: { summary: 'Stops a running domain from using the processor; its memory stays.' },
  virDomainResume: { summary: 'Lets a suspended domain run again.' },
  virDomainPMSuspendForDuration: {
    summary: 'Has the guest put itself to sleep, through its guest agent.',
    params: { duration: 's until it is woken; 0: until something wakes it, and the qemu driver takes nothing else' },
    enums: { target: 'NodeSuspendTarget' },
    flags: [],
    errors: AGENT_ERRORS,
  },
  virDomainPMWakeup: { summary: 'Wakes a guest that has put itself to sleep.', flags: [] },
  virDomainUndefine: { summary: "Forgets a domain's definition. One that runs becomes transient." },
  virDomainUndefineFlags: {
    summary: "Forgets a domain's definition, with what the flags name of its leftovers.",
    flags: 'DomainUndefineFlagsValues',
    errors: ['`VIR_ERR_OPERATION_INVALID` where something is left that no flag names'],
  },
  virDomainRename: {
    summary: 'Gives a domain that does not run another name.',
    flags: [],
    errors: ['`VIR_ERR_OPERATION_INVALID` where it runs, or another domain has the name'],
  },

  virDomainSave: {
    summary: "Writes a running domain's memory and state to a file, and ends it.",
    params: { to: HOST_PATH },
  },
  virDomainSaveFlags: {
    summary: "Writes a running domain's memory and state to a file, in the way that the flags name, and ends it.",
    params: { to: HOST_PATH, dxml: 'what the domain is to be restored with instead of its own description' },
    flags: SAVE_FLAGS,
  },
  virDomainSaveParams: {
    summary: 'Saves a running domain as the parameters say, and ends it.',
    params: {
      params:
        "`file`, a path on the daemon's host; without it a managed save. `dxml`, `image_format`, `parallel.channels`",
    },
    flags: SAVE_FLAGS,
    driver: 'qemu',
  },
  virDomainRestore: {
    summary: 'Starts a domain from what was saved of it.',
    params: { from: `${HOST_PATH}, of a file that \`save\` wrote` },
  },
  virDomainRestoreFlags: {
    summary: 'Starts a domain from what was saved of it, in the way that the flags name.',
    params: {
      from: `${HOST_PATH}, of a file that \`save\` wrote`,
      dxml: 'a description that replaces the saved one; the guest must not see a difference',
    },
    flags: SAVE_FLAGS,
  },
  virDomainRestoreParams: {
    summary: 'Starts a domain from what was saved of it, as the parameters say.',
    params: { params: "`file`, a path on the daemon's host; `dxml`, `parallel.channels`" },
    flags: SAVE_FLAGS,
    driver: 'qemu',
  },
  virDomainSaveImageGetXMLDesc: {
    summary: "The description of the domain that a file holds, in libvirt's XML.",
    params: { file: `${HOST_PATH}, of a file that \`save\` wrote` },
    flags: 'DomainSaveImageXMLFlags',
  },
  virDomainSaveImageDefineXML: {
    summary: 'Replaces the description of the domain that a file holds.',
    params: { file: `${HOST_PATH}, of a file that \`save\` wrote`, dxml: XML },
    flags: SAVE_FLAGS,
  },
  virDomainManagedSave: {
    summary: 'Saves a running domain where libvirt keeps such files, and ends it. Its next start restores it.',
    flags: SAVE_FLAGS,
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is transient'],
  },
  virDomainHasManagedSaveImage: { summary: 'Whether a managed save of the domain is kept.', flags: [] },
  virDomainManagedSaveRemove: {
    summary: "Deletes the domain's managed save. Its next start is a boot then.",
    flags: [],
  },
  virDomainManagedSaveGetXMLDesc: {
    summary: 'The description of the domain that its managed save holds.',
    flags: 'DomainSaveImageXMLFlags',
    errors: ['`VIR_ERR_OPERATION_INVALID` where there is none'],
    driver: 'qemu',
  },
  virDomainManagedSaveDefineXML: {
    summary: 'Replaces the description of the domain in its managed save, and says which state its start ends in.',
    params: { dxml: XML },
    flags: SAVE_FLAGS,
    driver: 'qemu',
  },
  virDomainCoreDump: {
    summary: "Writes a running domain's core to a file, for a debugger.",
    params: { to: HOST_PATH },
    flags: 'DomainCoreDumpFlags',
  },
  virDomainCoreDumpWithFormat: {
    summary: "Writes a running domain's core to a file in a format of one's choice.",
    params: {
      to: HOST_PATH,
      dumpformat: 'another than `DomainCoreDumpFormat.RAW` needs `DomainCoreDumpFlags.MEMORY_ONLY`',
    },
    enums: { dumpformat: 'DomainCoreDumpFormat' },
    flags: 'DomainCoreDumpFlags',
  },
};
