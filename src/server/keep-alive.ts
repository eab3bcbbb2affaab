/** Node ends a process in which nothing but timers without a hold are left, so this is a timer with one. */
const longestMs = 2 ** 31 - 1

/** Does a work with the process held until its end: its waits may be on timers that hold none. */
export async function keepAlive<T>(work: () => Promise<T>): Promise<T> {
  const held = setTimeout(() => undefined, longestMs)
  try {
    return await work()
  } finally {
    clearTimeout(held)
  }
}
