/** Has workers take one item after another, until none is left or `isOver` says so. */
export async function share<Item, Worker>(
  items: Iterable<Item>,
  workers: readonly Worker[],
  work: (item: Item, worker: Worker) => Promise<void>,
  isOver: () => boolean = () => false,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  await Promise.all(
    workers.map(async (worker) => {
      for (;;) {
        if (isOver()) return
        const next = waiting.next()
        if (next.done) return
        await work(next.value, worker)
      }
    }),
  )
}
