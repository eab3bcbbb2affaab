/** Lets other requests be served in the middle of long work. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
