/** A header of a request that breaks the rules of HTTP. Its message says how. */
export class MalformedHeader extends Error {}
