/** How long after a hint is looked, and looked again: what it hints at may need a moment. */
const hintedAfterMs = [10, 50, 250] as const

/** Looking takes at most the twentieth part of the time. */
const restFactor = 20

/** Something that is looked at again and again. */
export interface Watch {
  /** What is looked at may just have changed: it is looked at soon. */
  hint(): void
}

/** Looks at once, then so often, and soon after every hint; one look at a time, until one fails. */
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
