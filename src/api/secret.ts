import { SecretMethods } from './generated/methods/secret.js';

/** A secret: a password or key that the daemon keeps. */
export class Secret extends SecretMethods {}
