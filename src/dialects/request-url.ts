/** Lets a `%` that encodes nothing stand for itself: the path then is one like any other, and unknown to every dialect. */
export function decodable(url: string): string {
  if (!url.includes('%')) return url
  try {
    decodeURIComponent(url)
    return url
  } catch {
    return url.replaceAll('%', '%25')
  }
}

/** `//api/v4//x?a=//b` → `/api/v4/x?a=//b`: clients put base address and path together with a slash too many. */
export function collapseSlashes(url: string): string {
  const query = url.indexOf('?')
  if (query < 0) return url.replace(/\/{2,}/g, '/')
  return url.slice(0, query).replace(/\/{2,}/g, '/') + url.slice(query)
}
