import type { Answer } from './http.ts'

/**
 * Watches a whole run: no answer may be a fault of the server, and no secret may be seen in an answer or a log line.
 */
export class Audit {
  readonly #secrets = new Set<string>()
  readonly #faults: string[] = []
  /** An operation that Simotel does not have is answered with 501. */
  readonly #expected = new Set([501])
  #answers = 0

  /** Names a text that nobody may see. Short ones would be found by chance, so they are not watched. */
  hide(secret: string): void {
    if (secret.length >= 8 && secret !== '******') this.#secrets.add(secret)
  }

  /** Hides the SIP secret that a request carries. */
  hideSecretOf(body: unknown): void {
    if (typeof body !== 'object' || body === null || !('secret' in body)) return
    if (typeof body.secret === 'string') this.hide(body.secret)
  }

  /** Allows a status that else is a fault of the server. */
  expect(status: number): void {
    this.#expected.add(status)
  }

  /** How many answers it has looked at. */
  get answers(): number {
    return this.#answers
  }

  see(what: string, answer: Answer, mayReveal: boolean): void {
    this.#answers += 1
    if (answer.status >= 500 && !this.#expected.has(answer.status)) {
      this.#faults.push(`${what} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`)
    }
    const seen = mayReveal ? undefined : this.#find(`${JSON.stringify(answer.headers)}\n${answer.text}`)
    if (seen) this.#faults.push(`the answer to ${what} shows the secret ${seen}: ${answer.text.slice(0, 300)}`)
  }

  /** Throws when anything was wrong in the run, up to the last line of `log`. */
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
