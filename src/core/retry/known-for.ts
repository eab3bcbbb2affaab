/** Milliseconds for which a request with a key is known. */
export const knownFor = 7 * 24 * 60 * 60 * 1000
