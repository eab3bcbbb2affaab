/**
 * The places at which the ids of a chunk's entries jump. `[position, offset]` says that from that position on the ids
 * are the chunk's first id plus `offset`, plus `offset + 1`, … Positions and offsets both ascend. `[[0, 0], [2, 5]]`:
 * in a chunk whose first id is 100, the entries have the ids 100, 101, 105, 106, …
 */
export type IdRuns = readonly (readonly [position: number, offset: number])[]

/** The runs of a chunk from which nothing was removed. */
export const consecutive: IdRuns = [[0, 0]]

/** The offset of the id at a position: 6 at position 3 of `[[0, 0], [2, 5]]`. */
export function offsetAt(runs: IdRuns, position: number): number {
  const [start, offset] = runs[lastAtMost(runs, 0, position)] ?? [0, 0]
  return offset + position - start
}

/**
 * The position of the entry whose id has the offset, of `count` entries; -1 when none has it. The offset 6 in
 * `[[0, 0], [2, 5]]` is at position 3, and the offset 3 is nowhere.
 */
export function positionOf(runs: IdRuns, count: number, offset: number): number {
  const index = lastAtMost(runs, 1, offset)
  const [start, first] = runs[index] ?? [0, 0]
  const position = start + offset - first
  const end = runs[index + 1]?.[0] ?? count
  return index >= 0 && position < end ? position : -1
}

/**
 * The runs once the entry at `position`, of `count`, is removed: `[[0, 0]]` without position 2 is `[[0, 0], [2, 3]]`.
 */
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

/**
 * The runs once entries stand behind the `count` that there are, with consecutive ids from `offset` on: `[[0, 0]]` of 3
 * entries is `[[0, 0], [3, 9]]` with one at 9, and stays as it is with one at 3.
 */
export function withAppended(runs: IdRuns, count: number, offset: number): IdRuns {
  if (count > 0 && offsetAt(runs, count - 1) + 1 === offset) return runs
  return [...(count > 0 ? runs : []), [count, offset]]
}

/**
 * The runs of the positions from `start` up to, not including, `end`. Positions and offsets count from those at
 * `start`: `[[0, 0], [2, 5]]` from 1 on is `[[0, 0], [1, 4]]`.
 */
export function runsBetween(runs: IdRuns, start: number, end: number): IdRuns {
  const base = offsetAt(runs, start)
  const inside = runs.filter(([position]) => position > start && position < end)
  return [[0, 0], ...inside.map(([position, offset]) => [position - start, offset - base] as const)]
}

/** The index of the last run whose position (`part` 0) or offset (`part` 1) is at most `value`; -1 when none is. */
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
