/** Lets other requests be served in the middle of long work. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The longest that another process waits between two tries to write (`store/sqlite/group-commit.ts`), in milliseconds. */
const betweenTries = 12

/** Lets other requests be served, and other processes write, in the middle of long work. */
export function leaveRoom(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, betweenTries))
}
