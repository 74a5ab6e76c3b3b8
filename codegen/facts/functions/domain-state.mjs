// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const IMPACT = 'DomainModificationImpact';
const XML = "the domain's description, in libvirt's XML";

/**
 * What a domain is and does: descriptions, state, statistics, metadata, security, jobs.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainGetXMLDesc: {
    summary: "The domain's description, in libvirt's XML.",
    flags: 'DomainXMLFlags',
    errors: ['`VIR_ERR_OPERATION_DENIED` for `DomainXMLFlags.SECURE` over a read-only connection'],
  },
  virConnectDomainXMLFromNative: {
    summary: "Translates a hypervisor's own configuration to libvirt's XML.",
    params: { nativeFormat: "`'xen-xl'`, `'xen-xm'`, `'xen-sxpr'`, `'lxc-tools'`, `'vmware-vmx'`, … by driver" },
    flags: [],
  },
  virConnectDomainXMLToNative: {
    summary: "Translates libvirt's XML to a hypervisor's own configuration.",
    params: { nativeFormat: "`'qemu-argv'`, `'xen-xl'`, `'bhyve-argv'`, `'vmware-vmx'`, … by driver", domainXml: XML },
    flags: [],
  },
  virConnectGetDomainCapabilities: {
    summary: "What the domains of an emulator, architecture and machine may have, in libvirt's XML.",
    params: {
      emulatorbin: "the emulator's path on the daemon's host; null: the architecture's",
      arch: "`'x86_64'`, …; null: the host's",
      machine: "null: the emulator's default",
      virttype: "`'kvm'`, `'qemu'`, …; null: the best that the host has",
    },
    flags: 'ConnectGetDomainCapabilitiesFlags',
  },
  virDomainGetInfo: {
    summary: 'What the domain is doing, and what it is using.',
    returns: 'memory in KiB, time in ns',
  },
  virDomainGetState: {
    summary: 'What the domain is doing, and why.',
    flags: [],
    returns: '`reason` is a member of the enum of the state: of `DomainRunningReason` where it is `RUNNING`, and so on',
  },
  virDomainGetOSType: { summary: "What the domain runs: `'hvm'`, `'exe'`, …" },
  virDomainGetControlInfo: {
    summary: "Whether the hypervisor's control channel of a running domain is free, and since when it is not.",
    flags: [],
    returns:
      '`state` of `DomainControlState`; `details`, which is of `DomainControlErrorReason` where that is `ERROR`; `stateTime` in ms',
  },
  virDomainIsActive: { summary: 'Whether the domain runs, suspended or not.' },
  virDomainIsPersistent: { summary: 'Whether the domain is defined, and so outlives its running.' },
  virDomainIsUpdated: { summary: 'Whether the definition of a running domain has been changed since it was started.' },
  virDomainGetAutostart: { summary: 'Whether the domain is started with the daemon.' },
  virDomainSetAutostart: {
    summary: 'Has the domain started with the daemon, or not.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is transient'],
  },
  virDomainGetAutostartOnce: { summary: "Whether the domain is started at the host's next boot alone." },
  virDomainSetAutostartOnce: { summary: "Has the domain started at the host's next boot alone, or not." },
  virDomainGetHostname: {
    summary: "The guest's own host name, from its DHCP leases or its guest agent.",
    flags: 'DomainGetHostnameFlags',
    errors: ['`VIR_ERR_NO_HOSTNAME` where none is known'],
  },
  virDomainGetMessages: {
    summary: 'What libvirt warns of: how the domain is tainted, what of its configuration is deprecated.',
    flags: 'DomainMessageType',
  },

  virConnectGetAllDomainStats: {
    summary: 'The statistics of every domain that the flags choose, in one call.',
    params: { stats: 'members of `DomainStatsTypes`; 0: all that the hypervisor has' },
    flags: 'ConnectGetAllDomainStatsFlags',
    returns: 'for each domain what is known of it: a kind of statistics that it does not have is left out',
    errors: ['`VIR_ERR_ARGUMENT_UNSUPPORTED` with `ENFORCE_STATS`, for a kind that the hypervisor does not have'],
  },
  virDomainListGetStats: {
    summary: 'The statistics of some domains of one connection, in one call.',
    params: {
      doms: 'domains of this connection',
      stats: 'members of `DomainStatsTypes`; 0: all that the hypervisor has',
    },
    flags: 'ConnectGetAllDomainStatsFlags',
  },

  virDomainGetMetadata: {
    summary: "A piece of the domain's metadata: its title, its description, or the element of a namespace.",
    params: { uri: 'of the namespace; for `DomainMetadataType.ELEMENT` alone' },
    enums: { type: 'DomainMetadataType' },
    flags: IMPACT,
    errors: ['`VIR_ERR_NO_DOMAIN_METADATA` where there is none'],
  },
  virDomainSetMetadata: {
    summary: "Sets or removes a piece of the domain's metadata.",
    params: {
      metadata: 'text, or an XML element for `DomainMetadataType.ELEMENT`; null: it is removed',
      key: "the namespace's prefix; for `DomainMetadataType.ELEMENT` alone",
      uri: 'of the namespace; for `DomainMetadataType.ELEMENT` alone',
    },
    enums: { type: 'DomainMetadataType' },
    flags: IMPACT,
  },

  virDomainGetSecurityLabel: {
    summary: "The security label that a running domain's process has.",
    returns: '`label` is empty where there is none; `enforcing`: whether it binds',
  },
  virDomainGetSecurityLabelList: {
    summary: "The labels that a running domain's process has, one for each security model of the host.",
  },
  virDomainGetLaunchSecurityInfo: {
    summary: 'What proves to its owner that an encrypted guest was launched as ordered.',
    flags: [],
    returns: '`sev-measurement`, `sev-api-major`, `sev-api-minor`, `sev-build-id`, `sev-policy`, …',
  },
  virDomainSetLaunchSecurityState: {
    summary: 'Puts a secret into the memory of an encrypted guest before it first runs.',
    params: { params: '`sev-secret` and `sev-secret-header`, in Base64; `sev-secret-set-address`' },
    flags: [],
    driver: 'qemu',
  },

  virDomainGetJobInfo: {
    summary: 'How far the job that a domain is busy with has come.',
    returns: '`type` of `DomainJobType`; times in ms, data in bytes',
  },
  virDomainGetJobStats: {
    summary: 'How far the job of a domain has come, in everything that the hypervisor counts.',
    flags: 'DomainGetJobStatsFlags',
    returns:
      '`type` of `DomainJobType`; the rest by name: `time_elapsed` in ms, `data_total` in bytes, `memory_bps`, …',
  },
  virDomainAbortJob: {
    summary: 'Ends the job that a domain is busy with, as if it had never begun.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where there is none, or it cannot be ended'],
  },
  virDomainAbortJobFlags: {
    summary: 'Ends the job that a domain is busy with, even a migration in its post-copy phase.',
    flags: 'DomainAbortJobFlagsValues',
    errors: ['`VIR_ERR_OPERATION_INVALID` where there is none, or it cannot be ended'],
  },

  virDomainSetLifecycleAction: {
    summary: 'Says what happens when the guest powers off, reboots or crashes.',
    enums: { type: 'DomainLifecycle', action: 'DomainLifecycleAction' },
    flags: IMPACT,
  },
  virDomainGetPerfEvents: {
    summary: 'Which performance events are counted for the domain.',
    flags: [IMPACT, 'TypedParameterFlags'],
    returns: 'a boolean for each: `cpu_cycles`, `cache_misses`, `page_faults`, …',
  },
  virDomainSetPerfEvents: {
    summary: 'Turns the counting of performance events on and off. `DomainStatsTypes.PERF` of the statistics shows it.',
    params: { params: 'a boolean for each: `cpu_cycles`, `cache_misses`, `page_faults`, …' },
    flags: IMPACT,
  },
};
