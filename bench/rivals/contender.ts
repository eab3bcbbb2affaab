import type { Child } from '../child.ts'
import type { BenchRequest } from '../request.ts'

/** A program that stores a small record of a name, three numbers and a description. */
export interface Contender {
  readonly program: string
  /** What an answer of success promises. */
  readonly durable: string
  /** Starts it on an empty store. Its processor time includes that of its database. */
  start(): Promise<Child>
  /** Makes a record, and two updates of it that differ. */
  updates(url: string): Promise<readonly BenchRequest[]>
}

/** What every program stores, with the last of three numbers. */
export function recordWith(last: string): { name: string; numbers: string[]; description: string } {
  return { name: 'own', numbers: ['1111', '2222', last], description: 'just for test' }
}
