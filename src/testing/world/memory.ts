import { report } from './report.js';
import type { XmlElement } from './xml.js';

const K = 1024n;
const UNITS: ReadonlyMap<string, bigint> = new Map(
  ['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter, i) => {
    const binary = K ** BigInt(i + 1);
    return [
      [letter, binary],
      [`${letter}ib`, binary],
      [`${letter}b`, 1000n ** BigInt(i + 1)],
    ] as const;
  }),
);

/**
 * How much memory an element is about, in KiB, a part of one counting whole; 0 where there is no such element.
 *
 * @throws Failure
 */
export function memoryOf(element: XmlElement | undefined, name: string): bigint {
  if (element === undefined) return 0n;
  const text = element.text.trim();
  if (!/^\+?\d+$/u.test(text)) {
    const what = `Invalid value '${element.text}' for element or attribute './${name}[1]'`;
    throw report('VIR_ERR_XML_ERROR', 'VIR_FROM_XML', what);
  }
  const unit = element.attributes.get('unit') ?? 'KiB';
  const bytes = unit === 'b' || unit === 'bytes' ? 1n : UNITS.get(unit.toLowerCase());
  if (bytes === undefined) throw report('VIR_ERR_INVALID_ARG', 'VIR_FROM_NONE', `unknown suffix '${unit}'`);
  return (BigInt(text) * bytes + K - 1n) / K;
}
