// @ts-check

/**
 * What is encoded and decoded: the largest messages that a client meets, and the smallest.
 *
 * @typedef {object} Case
 * @property {string} title
 * @property {string} type its name in the protocol
 * @property {unknown} value
 * @property {number} repeat how often, so that a round takes a few milliseconds
 */

/** @param {number} number */
function domain(number) {
  return { name: `domain-${number}`, uuid: new Uint8Array(16).fill(number), id: number };
}

/** What a daemon tells of a domain: numbers of every size, and a text here and there. */
const STATISTICS = ['state.state', 'state.reason', 'cpu.time', 'cpu.user', 'cpu.system', 'balloon.current'];

/** @param {number} count */
function parameters(count) {
  return Array.from({ length: count }, (_, i) => {
    const field = STATISTICS[i] ?? `block.${i >> 3}.${['name', 'rd.reqs', 'rd.bytes', 'wr.reqs'][i & 3]}`;
    if (field.endsWith('name')) return { field, value: { type: 7, value: `vd${i}` } };
    if (field.startsWith('state')) return { field, value: { type: 1, value: i } };
    return { field, value: { type: 4, value: BigInt(i) * 123_456_789_012n } };
  });
}

/** @param {number} domains @param {number} count */
function statistics(domains, count) {
  return {
    retStats: Array.from({ length: domains }, (_, i) => ({ dom: domain(i), params: parameters(count) })),
  };
}

/** @type {readonly Case[]} */
export const CASES = [
  {
    title: 'a list of 10,000 domains',
    type: 'remote_connect_list_all_domains_ret',
    value: { domains: Array.from({ length: 10_000 }, (_, i) => domain(i)), ret: 10_000 },
    repeat: 1,
  },
  {
    title: '2 statistics each of 10,000 domains',
    type: 'remote_connect_get_all_domain_stats_ret',
    value: statistics(10_000, 2),
    repeat: 1,
  },
  {
    title: '60 statistics each of 500 domains',
    type: 'remote_connect_get_all_domain_stats_ret',
    value: statistics(500, 60),
    repeat: 1,
  },
  {
    title: 'an XML of 64 KiB',
    type: 'remote_domain_get_xml_desc_ret',
    value: { xml: '<device/>'.repeat(7_282) },
    repeat: 100,
  },
  {
    title: 'a domain and flags',
    type: 'remote_domain_create_with_flags_args',
    value: { dom: domain(7), flags: 1 },
    repeat: 5_000,
  },
  {
    title: 'an event',
    type: 'remote_domain_event_callback_lifecycle_msg',
    value: { callbackID: 7, msg: { dom: domain(7), event: 2, detail: 0 } },
    repeat: 5_000,
  },
];
