import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Refusal } from '../../core/errors.ts'

/** Characters that are gathered before they are written. */
const atOnce = 64 * 1024

/** A file of text that is written piece by piece beside its place, and put there when it is whole. Others have no rights on it. */
export class TextFile {
  readonly #path: string
  readonly #beside: string
  readonly #flag: string
  #handle: FileHandle | undefined
  #text = ''

  /** `flag` is the flag that names the file, for a refusal. */
  constructor(path: string, flag: string, pid: number) {
    this.#path = path
    this.#beside = `${path}.${pid}.part`
    this.#flag = flag
  }

  /**
   * Makes the file beside its place. Without it nothing is written.
   *
   * @throws Refusal `invalid_value` of the flag.
   */
  async begin(): Promise<void> {
    this.#handle = await open(this.#beside, 'w', 0o600).catch((error: Error) => {
      throw new Refusal('invalid_value', `cannot write the file of ${this.#flag}: ${error.message}`, this.#flag)
    })
  }

  async write(text: string): Promise<void> {
    this.#text += text
    if (this.#text.length >= atOnce) await this.#flush()
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#flush()
    await this.#handle?.close()
    this.#handle = undefined
    await rename(this.#beside, this.#path)
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.#handle?.close()
    this.#handle = undefined
    await rm(this.#beside, { force: true })
  }

  async #flush(): Promise<void> {
    const text = this.#text
    this.#text = ''
    await this.#handle?.writeFile(text)
  }
}
