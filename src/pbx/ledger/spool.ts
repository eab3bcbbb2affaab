import { watch } from 'node:fs'
import { type FileHandle, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BookEvent } from '../../core/event/event.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { CallSource } from '../../core/ledger/call-source.ts'
import type { SpoolBatch, SpoolPlace, SpoolPosition } from '../../core/ledger/ledger-port.ts'
import { readLine } from './channel-event.ts'
import { OpenCalls } from './open-calls.ts'

/** The file that Asterisk writes, by `asterisk/cel_custom.conf`, and those that dialbook has put aside, by the time of that. */
const currentName = 'calls.csv'
const asideName = /^calls\.(\d{13})\.csv$/

const piece = 256 * 1024
/** Bytes of the beginning of a file, by which it is known after it was renamed. */
const headBytes = 120

interface SpoolFile {
  readonly name: string
  /** The first line, as far as it tells the file from every other. */
  readonly id: string
  readonly size: number
}

export interface SpoolOptions {
  readonly folder: string
  /** Bytes from which on a file is put aside. */
  readonly longest: number
  readonly now: () => number
  /** Told of lines that were cut off or are unreadable. */
  readonly onDamage: (count: number) => void
  /** Told of events that the PBX did not write, since the spool was at its limit. */
  readonly onDropped: (count: number) => void
}

/** The spool of channel events, read line by line from where the book says. */
export class Spool implements CallSource {
  readonly #options: SpoolOptions
  readonly #open = new OpenCalls()
  /** The place up to which lines are read; undefined before the beginning. */
  #read: SpoolPlace | undefined
  /** The place up to which all is kept. Lines before it are read again only for the calls that are still open. */
  #kept: SpoolPlace | undefined

  constructor(options: SpoolOptions, position: SpoolPosition | undefined) {
    this.#options = options
    this.#read = position?.openSince
    this.#kept = position?.told
  }

  async next(): Promise<SpoolBatch | undefined> {
    for (;;) {
      const files = await this.#files()
      const at = this.#fileToRead(files)
      const file = files[at]
      if (!file) return undefined
      const offset = this.#read?.file === file.id ? this.#read.offset : 0
      const lines = await this.#linesOf(file, offset)
      if (lines.length > 0) {
        const batch = this.#batchOf(file, offset, lines)
        if (this.#kept === undefined) return batch
        continue
      }
      const next = files[at + 1]
      if (!next) return undefined
      if (this.#kept?.file === file.id) this.#kept = undefined
      this.#read = { file: next.id, offset: 0 }
    }
  }

  async tidy(position: SpoolPosition): Promise<void> {
    const files = await this.#files()
    const first = files.findIndex(({ id }) => id === position.openSince.file)
    // The file that Asterisk writes stays, whatever was read of it.
    for (const { name } of files.slice(0, Math.max(first, 0))) {
      if (name !== currentName) await unlink(join(this.#options.folder, name))
    }
    const current = files.find(({ name }) => name === currentName)
    if (!current || current.size < this.#options.longest || position.told.file !== current.id) return
    const aside = `calls.${String(this.#options.now()).padStart(13, '0')}.csv`
    if (files.some(({ name }) => name === aside)) return
    await rename(join(this.#options.folder, currentName), join(this.#options.folder, aside))
  }

  lose(startedAt: number): SpoolBatch | undefined {
    if (!this.#read || this.#kept) return undefined
    const { calls, events } = this.#open.loseBefore(startedAt * 1000)
    return calls.length === 0 ? undefined : { calls, events, position: this.#position(this.#read) }
  }

  watch(onNews: () => void): { close(): void } {
    const watcher = watch(this.#options.folder, { persistent: false }, onNews)
    watcher.on('error', () => watcher.close())
    return watcher
  }

  /** The place of the file from which to read on, among all files; the first where the book knows none of them. */
  #fileToRead(files: readonly SpoolFile[]): number {
    const known = files.findIndex(({ id }) => id === this.#read?.file)
    if (known !== -1 || files.length === 0) return Math.max(known, 0)
    // What was read is gone, or was never here: all that is here is new.
    this.#kept = undefined
    return 0
  }

  #batchOf(file: SpoolFile, start: number, lines: readonly { text: string; bytes: number }[]): SpoolBatch {
    const calls: CallRecord[] = []
    const events: BookEvent[] = []
    let offset = start
    let damaged = 0
    let dropped = 0
    for (const { text, bytes } of lines) {
      this.#arriveAt({ file: file.id, offset })
      const { event, isCut, isDropped } = readLine(text)
      if (isCut || isDropped) this.#open.doubtAll()
      if (!this.#kept) {
        damaged += isCut ? 1 : 0
        dropped += isDropped ? 1 : 0
      }
      // The ends of calls may be among what was not written: a call that nobody ends would hold the spool for ever.
      const followed = isDropped
        ? this.#open.loseBefore(Number.POSITIVE_INFINITY)
        : event && this.#open.follow(event, { file: file.id, offset })
      if (followed && !this.#kept) {
        calls.push(...followed.calls)
        events.push(...followed.events)
      }
      offset += bytes
    }
    if (damaged > 0) this.#options.onDamage(damaged)
    if (dropped > 0) this.#options.onDropped(dropped)
    this.#read = { file: file.id, offset }
    this.#arriveAt(this.#read)
    return { calls, events, position: this.#position(this.#read) }
  }

  #arriveAt({ file, offset }: SpoolPlace): void {
    if (this.#kept?.file === file && offset >= this.#kept.offset) this.#kept = undefined
  }

  #position(read: SpoolPlace): SpoolPosition {
    return { openSince: this.#open.openSince ?? read, told: read }
  }

  async #files(): Promise<SpoolFile[]> {
    const names = (await readdir(this.#options.folder)).filter((name) => name === currentName || asideName.test(name))
    const files: SpoolFile[] = []
    // `calls.1…csv` comes before `calls.csv` in the order of texts.
    for (const name of names.sort()) {
      const file = await opened(join(this.#options.folder, name))
      if (!file) continue
      try {
        const { size } = await file.stat()
        const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
        const head = buffer.toString('latin1', 0, bytesRead)
        const id = /^[^\n]{40,90}/.exec(head)?.[0]
        if (id !== undefined && (head.includes('\n') || size > headBytes)) files.push({ name, id, size })
      } finally {
        await file.close()
      }
    }
    return files
  }

  /** The whole lines of a file from a place on, some at a time. */
  async #linesOf({ name }: SpoolFile, offset: number): Promise<{ text: string; bytes: number }[]> {
    const file = await opened(join(this.#options.folder, name))
    if (!file) return []
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(piece), 0, piece, offset)
      const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
      const lines: { text: string; bytes: number }[] = []
      for (let at = 0; at < end; ) {
        const next = buffer.indexOf('\n', at) + 1
        lines.push({ text: buffer.toString('utf8', at, next - 1), bytes: next - at })
        at = next
      }
      // A line that is longer than a piece is none of Asterisk's.
      if (end === 0 && bytesRead === piece) return [{ text: '', bytes: piece }]
      return lines
    } finally {
      await file.close()
    }
  }
}

async function opened(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
