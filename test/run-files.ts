import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { isLong, needsPbx } from './suites.ts'

/** A test that hangs fails by its name, long before the whole run would be given up. Milliseconds. */
const limit = 900_000

/**
 * Runs test files in the order of {@link inGoodOrder}, prints as `node --test` does, and sets the exit code of this process. A file waits for
 * its servers, the disk and calls for more than half of its time: twice as many files as cores, and one, keep the cores busy.
 */
export async function runFiles(files: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  if (files.length === 0) throw new Error('there is no such test file')
  const concurrency = 2 * availableParallelism() + 1
  const events = run({
    files: inGoodOrder(files),
    concurrency,
    timeout: limit,
    env: { ...process.env, ...env } as NodeJS.ProcessEnv,
  })
  let hasPassed = false
  events.on('test:summary', ({ file, success }) => {
    if (file === undefined) hasPassed = success
  })
  for await (const text of events.compose(new spec())) process.stdout.write(text)
  if (!hasPassed) process.exitCode = 1
}

/**
 * Files that take long by nature first, so that none of them is left alone at the end, and those that wait for calls of an Asterisk
 * evenly among all others, so that there is always one that leaves the cores to others.
 */
export function inGoodOrder(files: readonly string[]): string[] {
  const waiting = files.filter(needsPbx)
  const others = files
    .filter((file) => !needsPbx(file))
    .toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)))
  const places = [waiting, others].flatMap((list) =>
    list.map((file, at) => ({ file, place: (at + 0.5) / list.length })),
  )
  return places.toSorted((one, other) => one.place - other.place).map(({ file }) => file)
}

/** The files that the arguments of this process name, which may be patterns; all of the run where there are none. */
export function wanted(all: () => string[]): string[] {
  const patterns = process.argv.slice(2)
  return patterns.length > 0 ? globSync(patterns) : all()
}
