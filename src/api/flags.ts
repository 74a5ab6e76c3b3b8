/**
 * Members of an enum, or-ed: `DomainXMLFlags.SECURE | DomainXMLFlags.INACTIVE`. Any number will do, but members of
 * another enum are a type error.
 */
export type Flags<Enum extends string> = number & { readonly __flags?: Enum };
