import { existsSync, renameSync, statSync } from 'node:fs'

/** The files of a log: the one that is written, and those before it, `.1` to `.4`. Each has an equal part of the limit. */
const files = 5

const lookEveryMs = 1000

/** The log that a running program writes. */
export interface GrowingLog {
  readonly file: string
  /** The bytes that all its files may have. */
  readonly limit: number
  /** Has the program begin the file anew, after it was renamed. */
  reopen(): Promise<void>
}

/** Begins a new file of a log whenever the present one has its part of the limit, and removes the oldest. Returns the function that ends this. */
export function keepLogSmall({ file, limit, reopen }: GrowingLog): () => void {
  let isReopened = true
  let isBusy = false
  const look = async (): Promise<void> => {
    if (existsSync(file) && statSync(file).size >= limit / files) {
      shift(file)
      isReopened = false
    }
    if (isReopened) return
    // A program that does not answer writes on into the renamed file, and is asked again.
    await reopen()
    isReopened = existsSync(file)
  }
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    look()
      .catch(() => undefined)
      .finally(() => {
        isBusy = false
      })
  }, lookEveryMs)
  return () => clearInterval(timer)
}

/** Renames the files of a log, each to the next older name. The one before takes the place of the oldest. */
function shift(file: string): void {
  const older = (age: number): string => (age === 0 ? file : `${file}.${age}`)
  for (let age = files - 2; age >= 0; age--) if (existsSync(older(age))) renameSync(older(age), older(age + 1))
}
