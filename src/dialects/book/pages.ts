/** A page of a list by ids: what was found of one thing more than it shows, and the id with which the next page goes on. */
export function pageOf<T extends { readonly id: number }>(
  found: readonly T[],
  limit: number,
): { readonly items: readonly T[]; readonly next: number | null } {
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** The place behind which the next page of a list by places begins: behind 0 and 100 of 250 come 100, 200 and none. */
export function nextPlace(after: number, limit: number, total: number): number | null {
  return after + limit < total ? after + limit : null
}
