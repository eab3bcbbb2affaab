/** The waits before the three looks that follow a hint, in milliseconds: the hinted change may need a moment. */
const hintedAfterMs = [10, 50, 250] as const

/** A rest is so many times as long as the look before it: looking takes less than a twentieth of the time. */
const restFactor = 20

/** A look that is repeated until it fails. */
export interface Watch {
  /** Has three looks come soon, since there may be something new to see. */
  hint(): void
}

/**
 * Looks at once, then every `everyMs` milliseconds, and soon after every hint. Looks come one at a time, until one
 * fails.
 */
export function startWatch(look: () => Promise<void>, everyMs: number): Watch {
  let hinted: readonly number[] = []
  let wake = (): void => undefined
  const keepLooking = async (): Promise<void> => {
    for (;;) {
      const since = performance.now()
      await look()
      const restMs = (performance.now() - since) * restFactor
      await pause(restMs)
      if (hinted.length === 0) await Promise.race([pause(everyMs - restMs), new Promise<void>((now) => (wake = now))])
      const [waitMs, ...later] = hinted
      hinted = later
      if (waitMs !== undefined) await pause(waitMs)
    }
  }
  keepLooking().catch(() => undefined)
  return {
    hint() {
      hinted = hintedAfterMs
      wake()
    },
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(ms, 0)).unref())
}
