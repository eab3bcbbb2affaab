/**
 * Where the ids of a chunk's entries stop being consecutive: `[position, offset]` says that from that position on the ids
 * are the chunk's first id plus `offset`, `offset + 1`, … Positions and offsets both ascend.
 */
export type IdRuns = readonly (readonly [position: number, offset: number])[]

/** The runs of a chunk from which nothing was removed. */
export const consecutive: IdRuns = [[0, 0]]

/** The offset of the id at a position. */
export function offsetAt(runs: IdRuns, position: number): number {
  const [start, offset] = runs[lastAtMost(runs, 0, position)] ?? [0, 0]
  return offset + position - start
}

/** The position of an offset among `count` entries, or -1 when no entry has that id. */
export function positionOf(runs: IdRuns, count: number, offset: number): number {
  const index = lastAtMost(runs, 1, offset)
  const [start, first] = runs[index] ?? [0, 0]
  const position = start + offset - first
  const end = runs[index + 1]?.[0] ?? count
  return index >= 0 && position < end ? position : -1
}

/** The runs after the entry at `position`, of `count`, is gone. */
export function withoutPosition(runs: IdRuns, count: number, position: number): IdRuns {
  return runs.flatMap(([start, offset], index) => {
    const end = runs[index + 1]?.[0] ?? count
    if (position < start) return [[start - 1, offset] as const]
    if (position >= end) return [[start, offset] as const]
    const left = position > start ? [[start, offset] as const] : []
    const right = position + 1 < end ? [[position, offset + position + 1 - start] as const] : []
    return [...left, ...right]
  })
}

/** The runs after entries with consecutive ids, the first at `offset`, have come behind the `count` that there are. */
export function withAppended(runs: IdRuns, count: number, offset: number): IdRuns {
  if (count > 0 && offsetAt(runs, count - 1) + 1 === offset) return runs
  return [...(count > 0 ? runs : []), [count, offset]]
}

/** The runs of the positions from `start` up to, not including, `end`, with offsets counted from the first of them. */
export function runsBetween(runs: IdRuns, start: number, end: number): IdRuns {
  const base = offsetAt(runs, start)
  const inside = runs.filter(([position]) => position > start && position < end)
  return [[0, 0], ...inside.map(([position, offset]) => [position - start, offset - base] as const)]
}

/** The index of the last run whose member `part` is at most `value`, or -1. */
function lastAtMost(runs: IdRuns, part: 0 | 1, value: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle]?.[part] as number) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
