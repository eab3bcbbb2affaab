/**
 * The parameters of a query string, by their names in lower case and without a `$`. Of a repeated parameter the first
 * counts.
 */
export type QueryParameters = ReadonlyMap<string, string>

/** Reads the parameters whatever the case of their names: `$top`, `top` and `TOP` are one. */
export function queryParameters(query: Readonly<Record<string, unknown>>): QueryParameters {
  const parameters = new Map<string, string>()
  for (const [key, value] of Object.entries(query)) {
    const name = key.toLowerCase().replace(/^\$/, '')
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (!parameters.has(name) && typeof first === 'string') parameters.set(name, first)
  }
  return parameters
}
