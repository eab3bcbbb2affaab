import { unavailable } from '../core/errors.ts'

/**
 * Waits for an answer of the book, for at most `ms` milliseconds. The question itself goes on, since a statement that was sent
 * cannot be taken back; its late answer is dropped.
 *
 * @throws Refusal `unavailable` when there is no answer in time.
 */
export function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(unavailable(`the book did not answer within ${ms} ms`, undefined))
    }, ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
