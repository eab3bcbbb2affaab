/**
 * Encodes every `%` of a URL that cannot be decoded: `/a%zz` → `/a%25zz`. The path is then a path like any other, and
 * unknown to every dialect.
 */
export function decodable(url: string): string {
  if (!url.includes('%')) return url
  try {
    decodeURIComponent(url)
    return url
  } catch {
    return url.replaceAll('%', '%25')
  }
}

/**
 * Makes one slash of several in a path: `//api/v4//x?a=//b` → `/api/v4/x?a=//b`. Clients put the base address and the
 * path together with a slash too many.
 */
export function collapseSlashes(url: string): string {
  if (!url.includes('//')) return url
  const query = url.indexOf('?')
  if (query < 0) return url.replace(/\/{2,}/g, '/')
  return url.slice(0, query).replace(/\/{2,}/g, '/') + url.slice(query)
}
