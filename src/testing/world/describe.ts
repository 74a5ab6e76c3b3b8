import { formatUuid, parseUuid } from '../../protocol/uuid.js';
import { memoryOf } from './memory.js';
import { report } from './report.js';
import { childOf, parseXml, type XmlElement, XmlSyntaxError } from './xml.js';

/** What a domain's description says, as far as the world knows of it. */
export interface Description {
  readonly name: string;
  /** `null` where it names none. */
  readonly uuid: string | null;
  readonly osType: string;
  /** In KiB. */
  readonly maxMemory: bigint;
  /** In KiB. */
  readonly memory: bigint;
  readonly vcpus: number;
  /** The text, with this UUID, and with this id where it runs. */
  xml(uuid: string, id: number): string;
}

/** The types that libvirt has for domains. */
const TYPES = 'qemu kqemu kvm hvf xen lxc uml openvz test vmware hyperv vbox phyp parallels bhyve vz none'.split(' ');
const OS_TYPES = ['hvm', 'linux', 'xen', 'exe', 'uml', 'xenpvh'];

const DOMAIN = 'VIR_FROM_DOMAIN';

function rootOf(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    throw report('VIR_ERR_XML_DETAIL', DOMAIN, `(domain_definition): ${error.message}`);
  }
}

function nameOf(root: XmlElement): string {
  const name = childOf(root, 'name')?.text ?? '';
  if (name === '') throw report('VIR_ERR_NO_NAME', DOMAIN, null);
  return name;
}

function uuidOf(root: XmlElement): string | null {
  const element = childOf(root, 'uuid');
  if (element === undefined) return null;
  try {
    return formatUuid(parseUuid('uuid', element.text));
  } catch {
    throw report('VIR_ERR_INTERNAL_ERROR', DOMAIN, 'malformed uuid element');
  }
}

/** The OS type, where the domain's own type is one too. */
function osTypeOf(root: XmlElement): string {
  const type = root.attributes.get('type');
  if (type === undefined) throw report('VIR_ERR_INTERNAL_ERROR', DOMAIN, 'missing domain type attribute');
  if (!TYPES.includes(type)) throw report('VIR_ERR_CONFIG_UNSUPPORTED', DOMAIN, `invalid domain type ${type}`);
  const osType = childOf(childOf(root, 'os'), 'type')?.text;
  if (osType === undefined) throw report('VIR_ERR_XML_ERROR', DOMAIN, 'an os <type> must be specified');
  if (!OS_TYPES.includes(osType)) throw report('VIR_ERR_CONFIG_UNSUPPORTED', DOMAIN, `unknown OS type '${osType}'`);
  return osType;
}

/** The text as the daemon gives it back: with its UUID, and with an id where the domain runs. */
function written(text: string, root: XmlElement, uuid: string, id: number): string {
  const { end } = childOf(root, 'name') as XmlElement;
  const inserted = childOf(root, 'uuid') === undefined ? `\n  <uuid>${uuid}</uuid>` : '';
  const head = text.slice(0, root.headEnd).replace(/\sid\s*=\s*(?:"[^"]*"|'[^']*')(?=[^<]*$)/u, '');
  const running = id === -1 ? '' : ` id='${id}'`;
  return head + running + text.slice(root.headEnd, end) + inserted + text.slice(end);
}

/**
 * Reads a domain's description.
 *
 * @throws Failure with the error that libvirt has for what is wrong with it
 */
export function describe(text: string): Description {
  const root = rootOf(text);
  if (root.name !== 'domain') {
    throw report('VIR_ERR_XML_ERROR', 'VIR_FROM_XML', `expecting root element of 'domain', not '${root.name}'`);
  }
  const name = nameOf(root);
  const uuid = uuidOf(root);
  const osType = osTypeOf(root);
  const maxMemory = memoryOf(childOf(root, 'memory'), 'memory');
  if (maxMemory === 0n) {
    const what = 'Memory size must be specified via <memory> or in the <numa> configuration';
    throw report('VIR_ERR_XML_ERROR', DOMAIN, what);
  }
  if (name.includes('/')) throw report('VIR_ERR_XML_ERROR', DOMAIN, `name ${name} cannot contain '/'`);
  const current = memoryOf(childOf(root, 'currentMemory'), 'currentMemory');
  return {
    name,
    uuid,
    osType,
    maxMemory,
    memory: current > 0n && current < maxMemory ? current : maxMemory,
    vcpus: Number(childOf(root, 'vcpu')?.text) || 1,
    xml: (known, id) => written(text, root, known, id),
  };
}
