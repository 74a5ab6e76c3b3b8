import { SecretBase } from './base/secret.js';

/** A secret: a password or key that the daemon keeps. */
export class Secret extends SecretBase {}
