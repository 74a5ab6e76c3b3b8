// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const XML = "the filter's description, in libvirt's XML";
const NO_FILTER = ['`VIR_ERR_NO_NWFILTER` where there is none'];
const NO_BINDING = ['`VIR_ERR_NO_NWFILTER_BINDING` where there is none'];

/**
 * Network filters, and their bindings to ports.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectNumOfNWFilters: { summary: 'How many network filters are defined.' },
  virConnectListNWFilters: { summary: 'The names of the network filters that are defined.' },
  virConnectListAllNWFilters: {
    summary: 'Every network filter that is defined. The protocol stops at 16,384.',
    flags: [],
  },
  virNWFilterLookupByName: { summary: 'Finds a network filter by its name.', errors: NO_FILTER },
  virNWFilterLookupByUUID: {
    summary: 'Finds a network filter by the bytes of its UUID.',
    params: { uuid: 'its 16 bytes' },
    errors: NO_FILTER,
  },
  virNWFilterLookupByUUIDString: {
    summary: 'Finds a network filter by its UUID.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: NO_FILTER,
  },
  virNWFilterGetName: { summary: "The network filter's name, unique on its host." },
  virNWFilterGetUUID: { summary: "The bytes of the network filter's UUID.", returns: '16 bytes' },
  virNWFilterGetUUIDString: {
    summary: "The network filter's UUID.",
    returns: 'in canonical form: lower case, with hyphens',
  },
  virNWFilterDefineXML: {
    summary: 'Defines a network filter, or redefines the one that has its name and UUID.',
    params: { xmlDesc: XML },
    errors: ['`VIR_ERR_OPERATION_FAILED` where another has the name or the UUID'],
  },
  virNWFilterDefineXMLFlags: {
    summary: 'Defines or redefines a network filter, and has its XML validated where the flags say so.',
    params: { xmlDesc: XML },
    flags: 'NWFilterDefineFlags',
    errors: ['`VIR_ERR_OPERATION_FAILED` where another has the name or the UUID'],
  },
  virNWFilterGetXMLDesc: { summary: "The network filter's description, in libvirt's XML.", flags: [] },
  virNWFilterUndefine: {
    summary: 'Forgets the network filter.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is in use'],
  },

  virConnectListAllNWFilterBindings: {
    summary: 'Every binding of a network filter to a port. The protocol stops at 16,384.',
    flags: [],
  },
  virNWFilterBindingLookupByPortDev: {
    summary: 'Finds the binding of a network filter by the port that it filters.',
    params: { portdev: "the port's device on the host, such as `'vnet0'`" },
    errors: NO_BINDING,
  },
  virNWFilterBindingCreateXML: {
    summary: 'Binds a network filter to a port, and so puts it into force there.',
    params: { xml: "the binding's description, in libvirt's XML" },
    flags: 'NWFilterBindingCreateFlags',
    errors: ['`VIR_ERR_OPERATION_FAILED` where the port has a binding'],
  },
  virNWFilterBindingGetPortDev: { summary: "The device on the host of the port that is filtered: `'vnet0'`, …" },
  virNWFilterBindingGetFilterName: { summary: 'The name of the network filter that is bound.' },
  virNWFilterBindingGetXMLDesc: { summary: "The binding's description, in libvirt's XML.", flags: [] },
  virNWFilterBindingDelete: { summary: 'Takes the network filter from the port.' },
};
