import { setTimeout as pause } from 'node:timers/promises'
import { isOutOfConnections } from './errors.ts'

/** Milliseconds between two tries: a server that has no free connection must not be busy with refusing. */
const tryEveryMs = 100

/**
 * Connects, and goes on trying while the server has no free connection, for at most `longestMs`.
 *
 * @param freed settles when a connection of this process has become free; absent where it has none
 * @throws Error of the last try, and any other one at once
 */
export async function connectWhenFree<T>(
  connect: () => Promise<T>,
  longestMs: number,
  freed: () => Promise<void> = () => new Promise(() => undefined),
): Promise<T> {
  const giveUpAt = performance.now() + longestMs
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      if (!isOutOfConnections(error) || performance.now() >= giveUpAt) throw error
    }
    await Promise.race([pause(tryEveryMs), freed()])
  }
}
