/** What GSS-API says went wrong on this side. It says nothing that is secret. */
export class GssError extends Error {}
