import { folderOf, type Mutant } from './mutant.ts'

/**
 * Draws mutants by chance, so many from each folder as the square root of what it has: small folders get enough to say
 * something of them. Any beginning of the answer is such a sample as well, so that a run can be cut short.
 */
export function sample(mutants: readonly Mutant[], size: number, seed: number): Mutant[] {
  const random = randomFrom(seed)
  const folders = [...Map.groupBy(mutants, folderOf).values()]
  const roots = folders.map((folder) => Math.sqrt(folder.length))
  const sum = roots.reduce((one, other) => one + other, 0)
  const drawn = folders.flatMap((folder, index) => {
    const count = Math.min(folder.length, Math.ceil((size * (roots[index] ?? 0)) / sum))
    return shuffled(folder, random)
      .slice(0, count)
      .map((mutant, place) => ({ mutant, place: (place + random()) / count }))
  })
  return drawn.sort((one, other) => one.place - other.place).map(({ mutant }) => mutant)
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
