import type { Answer } from './http.ts'

/**
 * Watches a whole run. No answer may be a fault of the server, and no answer or log line may show a secret.
 */
export class Audit {
  readonly #secrets = new Set<string>()
  readonly #faults: string[] = []
  /** Statuses from 500 on that are no fault. Simotel answers 501 for an operation that it does not have. */
  readonly #expected = new Set([501])
  #answers = 0

  /** Names a text that nobody may see. A short text is not watched: it would be found by chance. */
  hide(secret: string): void {
    if (secret.length >= 8 && secret !== '******') this.#secrets.add(secret)
  }

  /** Hides the SIP secret that a request carries. */
  hideSecretOf(body: unknown): void {
    if (typeof body !== 'object' || body === null || !('secret' in body)) return
    if (typeof body.secret === 'string') this.hide(body.secret)
  }

  /** Allows a status that is a fault of the server otherwise. */
  expect(status: number): void {
    this.#expected.add(status)
  }

  /** Adds what was wrong with an answer for another reason, as that it is not as it is described. */
  addFault(fault: string): void {
    this.#faults.push(fault)
  }

  /** The number of answers that the audit has looked at. */
  get answers(): number {
    return this.#answers
  }

  see(what: string, answer: Omit<Answer, 'bytes'>, mayReveal: boolean): void {
    this.#answers += 1
    if (answer.status >= 500 && !this.#expected.has(answer.status)) {
      this.#faults.push(`${what} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`)
    }
    const seen = mayReveal ? undefined : this.#find(`${JSON.stringify(answer.headers)}\n${answer.text}`)
    if (seen) this.#faults.push(`the answer to ${what} shows the secret ${seen}: ${answer.text.slice(0, 300)}`)
  }

  /** @throws Error when anything was wrong in the run, up to the last line of `log`. */
  check(log: string): void {
    const line = log.split('\n').find((text) => this.#find(text))
    if (line) this.#faults.push(`the log shows the secret ${this.#find(line)}: ${line.slice(0, 500)}`)
    if (this.#faults.length > 0) throw new Error(this.#faults.slice(0, 20).join('\n'))
  }

  #find(text: string): string | undefined {
    for (const secret of this.#secrets) if (text.includes(secret)) return secret
    return undefined
  }
}
