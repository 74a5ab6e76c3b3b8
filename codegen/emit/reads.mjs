// @ts-check
import { doc } from './source.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').Procedure} Procedure */

/** Permissions that let a user see something, and change nothing. */
const SEEING = /^(?:getattr|read|read_secure|search_[a-z_]+)$/;

/** Words of names that say that something is told. An event's registration needs no more permission, and is not so named. */
const TELLING = ['GET', 'LIST', 'NUM', 'LOOKUP', 'IS', 'HAS', 'STATS', 'CURRENT', 'COMPARE', 'BASELINE'];

/** Of a program that asks for no permissions, since it lets in but one user: what its procedures' names say is done. */
const TOLD = /^[A-Z]+_(?:GET|LIST|LOOKUP)_/;

/** What has a side effect all the same, and which. @type {Readonly<Record<string, string>>} */
const BUT = {
  DOMAIN_GET_JOB_STATS: 'the statistics of a job that is over are forgotten when they are told',
};

/**
 * Whether a procedure does nothing but tell, however often it is called: its permissions let nothing else, its name says
 * so (that of `DOMAIN_SET_SCHEDULER_PARAMETERS` does not, which asks for the permission to read alone), and it
 * opens no stream.
 *
 * @param {Procedure} procedure
 */
export function onlyReads({ name, event, stream, acl }) {
  if (event || stream !== null || acl.length === 0 || name in BUT) return false;
  const words = name.split('_');
  return (
    acl.every((entry) => SEEING.test(entry.split(':')[1] ?? '')) &&
    TELLING.some((word) => words.includes(word)) &&
    !words.includes('SET')
  );
}

/**
 * The same, of a program that asks for no permissions: names alone tell.
 *
 * @param {Procedure} procedure
 */
function onlyReadsByName({ name, event, stream }) {
  return !event && stream === null && TOLD.test(name);
}

/** The table of those procedures of a program that only read; empty where none is known to. @param {Program} program */
export function emitReads({ procedures }) {
  const asks = procedures.some(({ acl }) => acl.length > 0);
  const names = procedures.filter(asks ? onlyReads : onlyReadsByName).map(({ name }) => name);
  if (names.length === 0) return '';
  const text = doc('The procedures that do nothing but tell, however often they are called.');
  return `${text}export const reads: ReadonlySet<string> = /*@__PURE__*/ new Set([\n${names.map((name) => `  '${name}',\n`).join('')}]);\n`;
}
