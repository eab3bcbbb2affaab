/** Lets others be served in the midst of long work. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
