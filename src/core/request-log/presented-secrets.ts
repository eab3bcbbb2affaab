import { type Headers, isSecretHeader, presentedSecrets } from './mask-request.ts'

/** The names of headers that are known at the most: clients can make up any number of them. */
const mostNames = 500

/**
 * What requests present as secrets. Clients come with the same headers again and again, so that what was found in them is remembered,
 * until `forget`: no longer than requests wait to be written.
 */
export class PresentedSecrets {
  readonly #names = new Map<string, boolean>()
  readonly #found = new Map<string, readonly string[]>()

  /** The secrets in the headers of a request, as `presentedSecrets` tells them. */
  of(headers: Headers): readonly string[] {
    let given = ''
    for (const name in headers) if (this.#isSecret(name)) given += `${name}\n${String(headers[name])}\n`
    if (given === '') return []
    let found = this.#found.get(given)
    if (!found) {
      found = presentedSecrets(headers)
      this.#found.set(given, found)
    }
    return found
  }

  forget(): void {
    this.#found.clear()
  }

  #isSecret(name: string): boolean {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const isSecret = isSecretHeader(name)
    if (this.#names.size < mostNames) this.#names.set(name, isSecret)
    return isSecret
  }
}
