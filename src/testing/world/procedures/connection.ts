import { ConnectFlags } from '../../../api/generated/constants.js';
import { REMOTE_AUTH_NONE } from '../../../protocol/generated/remote/index.js';
import { report } from '../report.js';
import type { Handlers } from '../situation.js';

/** A processor's model, as a C string in the 32 bytes that there are for it. */
const MODEL: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => 'x86_64'.charCodeAt(i) || 0);

function capabilities(type: string): string {
  const name = type.toLowerCase();
  const osType = name === 'lxc' ? 'exe' : 'hvm';
  return `<capabilities>

  <host>
    <cpu>
      <arch>x86_64</arch>
    </cpu>
  </host>

  <guest>
    <os_type>${osType}</os_type>
    <arch name='x86_64'>
      <wordsize>64</wordsize>
      <domain type='${name}'/>
    </arch>
  </guest>

</capabilities>
`;
}

/** How a connection is opened, and what the daemon says of itself. */
export const CONNECTION: Handlers = {
  AUTH_LIST: () => ({ types: [REMOTE_AUTH_NONE] }),
  CONNECT_SUPPORTS_FEATURE: ({ feature }, { world }) => ({
    supported: world.dialect.features.includes(feature) ? 1 : 0,
  }),
  CONNECT_OPEN: ({ name, flags }, { client, identity }) => {
    if (name !== null && name !== '' && name !== identity.uri)
      throw report('VIR_ERR_NO_CONNECT', 'VIR_FROM_NONE', name);
    client.readOnly = (flags & ConnectFlags.RO) !== 0;
  },
  CONNECT_CLOSE: () => {},
  CONNECT_REGISTER_CLOSE_CALLBACK: () => {},
  CONNECT_UNREGISTER_CLOSE_CALLBACK: () => {},
  CONNECT_GET_URI: (_, { identity }) => ({ uri: identity.uri }),
  CONNECT_GET_HOSTNAME: (_, { identity }) => ({ hostname: identity.hostname }),
  CONNECT_GET_LIB_VERSION: (_, { identity }) => ({ lib_ver: identity.version }),
  CONNECT_GET_VERSION: (_, { world }) => ({ hv_ver: world.dialect.hypervisorVersion }),
  CONNECT_GET_TYPE: (_, { world }) => ({ type: world.dialect.type }),
  CONNECT_IS_SECURE: () => ({ secure: 1 }),
  CONNECT_GET_CAPABILITIES: (_, { world }) => ({ capabilities: capabilities(world.dialect.type) }),
  NODE_GET_INFO: () => ({
    model: MODEL,
    memory: 3_145_728n,
    cpus: 16,
    mhz: 1400,
    nodes: 2,
    sockets: 2,
    cores: 2,
    threads: 2,
  }),
};
