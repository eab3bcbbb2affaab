import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestName } from './whole-folder.ts'

/** What is said of an export as a whole. */
export interface ManifestHead {
  readonly account: string
  /** The time of the export, and the newest change of the account that is in it; null where there is none. */
  readonly at: string
  readonly change: number | null
  /** Whether the files hold the SIP secrets of extensions. */
  readonly secrets: boolean
}

/** What is said of one file: its place in the folder, what it holds, and how many records. */
export interface ManifestFile {
  readonly file: string
  readonly kind: 'group' | 'extensions' | 'contacts' | 'optouts'
  readonly records: number
  /** The group of the file. Its records are only its numbers. */
  readonly group?: object
}

const version = 1

/** The list of the files of an export. Each is written down at once, so that no number of groups takes memory. */
export class Manifest {
  readonly #file: string
  #files = 0

  constructor(folder: string) {
    this.#file = join(folder, manifestName)
  }

  async begin(head: ManifestHead): Promise<void> {
    const shown = JSON.stringify({ dialbookExport: version, ...head }).slice(0, -1)
    await appendFile(this.#file, `${shown},"files":[`, { mode: 0o600, flag: 'ax' })
  }

  async add(file: ManifestFile): Promise<void> {
    await appendFile(this.#file, `${this.#files++ > 0 ? ',' : ''}\n${JSON.stringify(file)}`)
  }

  async end(): Promise<void> {
    await appendFile(this.#file, '\n]}\n', { flush: true })
  }
}
