import type { Core } from '../../core/core.ts'
import type { Store } from '../../core/ports.ts'
import type { Progress } from '../../core/progress/progress.ts'

/** Milliseconds for which a page waits for figures. Those that take longer come with the next look at the part. */
const patience = 20
/** How much longer figures hold than it took to find them, and the least time in milliseconds. */
const timesLonger = 50
const leastHolds = 2000
/** Figures that are kept. */
const most = 200

interface Kept {
  readonly mark: string
  readonly asked: Promise<void>
  holdsUntil: number
  progress: Progress<string> | undefined
  problem?: unknown
}

/** What is kept of each book. */
const keptOf = new WeakMap<Store, Map<string, Kept>>()

/**
 * Figures that take long to find, kept for all who look. `key` is what they are of, `mark` what they follow from: they are found anew
 * when that has changed, but not sooner than they hold. Undefined while they are found for the first time.
 */
export async function keptProgress(
  { store }: Pick<Core, 'store'>,
  key: string,
  mark: string,
  find: () => Promise<Progress<string>>,
): Promise<Progress<string> | undefined> {
  const kept = keptOf.get(store) ?? new Map<string, Kept>()
  keptOf.set(store, kept)
  const known = kept.get(key)
  const isOld = !known || (known.mark !== mark && performance.now() >= known.holdsUntil)
  const now = isOld ? begin(mark, find, known?.progress) : known
  if (isOld) keep(kept, key, now)
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience)
  })
  await Promise.race([now.asked, impatience])
  clearTimeout(timer)
  if (now.problem !== undefined) {
    // The next look asks again.
    kept.delete(key)
    throw now.problem
  }
  return now.progress
}

function begin(mark: string, find: () => Promise<Progress<string>>, before: Progress<string> | undefined): Kept {
  const began = performance.now()
  const found = find().then(
    (progress) => {
      now.progress = progress
      now.holdsUntil = performance.now() + Math.max(leastHolds, (performance.now() - began) * timesLonger)
    },
    (error) => {
      now.problem = error
    },
  )
  const now: Kept = { mark, asked: found, holdsUntil: Number.POSITIVE_INFINITY, progress: before }
  return now
}

/** Keeps figures, and lets go of the oldest where they are too many. */
function keep(kept: Map<string, Kept>, key: string, now: Kept): void {
  kept.delete(key)
  kept.set(key, now)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}
