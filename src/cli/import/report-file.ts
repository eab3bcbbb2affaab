import type { FileReject } from '../../core/import/import-report.ts'
import { TextFile } from './text-file.ts'

/** The report as a JSON document, with every reject. The rejects come first: they are written while the import runs. */
export class ReportFile {
  readonly #file: TextFile
  #count = 0

  constructor(path: string, pid: number) {
    this.#file = new TextFile(path, '--report', pid)
  }

  async begin(): Promise<void> {
    await this.#file.begin()
    await this.#file.write('{"rejects":[')
  }

  async add(reject: FileReject): Promise<void> {
    await this.#file.write(`${this.#count++ === 0 ? '\n' : ',\n'}${JSON.stringify(reject)}`)
  }

  /** Ends the document with all else that is to be told. */
  async finish(rest: object): Promise<void> {
    await this.#file.write(`\n],\n${JSON.stringify(rest, null, 2).slice(2)}\n`)
    await this.#file.finish()
  }

  discard(): Promise<void> {
    return this.#file.discard()
  }
}
