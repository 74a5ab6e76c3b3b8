import { type ConnectionInfo, tellState } from '../rpc/diagnostics/connection.js';
import { type ConnectionLife, sessionOf } from './connection/life.js';

/** Opens a connection, and tells those who watch what becomes of it, to its end. */
export async function withStates<T extends ConnectionLife>(about: ConnectionInfo, open: () => Promise<T>): Promise<T> {
  tellState(about, 'connecting', null);
  let connection: T;
  try {
    connection = await open();
  } catch (error) {
    tellState(about, 'closed', error);
    throw error;
  }
  tellState(about, 'open', null);
  void sessionOf(connection).ended.then((why) => tellState(about, 'closed', why));
  return connection;
}
