/**
 * Does things together: those that come while an earlier lot is under way make the next one, so that a lot is as large as the
 * work is slow. `act` answers to each in their order; where it rejects, each of its lot does.
 */
export function inLots<Thing, Answer>(
  most: number,
  act: (lot: readonly Thing[]) => Promise<readonly Answer[]>,
): (thing: Thing) => Promise<Answer> {
  interface Waiting {
    readonly thing: Thing
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let isActing = false

  async function actOnAll(): Promise<void> {
    while (waiting.length > 0) {
      const lot = waiting.splice(0, most)
      try {
        const answers = await act(lot.map(({ thing }) => thing))
        for (const [at, { resolve }] of lot.entries()) resolve(answers[at] as Answer)
      } catch (error) {
        for (const { reject } of lot) reject(error)
      }
    }
    isActing = false
  }

  return (thing) =>
    new Promise((resolve, reject) => {
      waiting.push({ thing, resolve, reject })
      if (isActing) return
      isActing = true
      // What is asked for in the same turn of the event loop is in the first lot.
      queueMicrotask(actOnAll)
    })
}
