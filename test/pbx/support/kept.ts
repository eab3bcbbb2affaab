import { existsSync } from 'node:fs'
import { copyFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Asterisk, eventually } from './asterisk.ts'

/**
 * Waits until Asterisk has written the registrations of these numbers to its file: a kill after that loses none of
 * them. Asterisk answers 200 up to a second before it writes.
 */
export async function untilKept(asterisk: Asterisk, numbers: readonly string[]): Promise<void> {
  await eventually(`the file of Asterisk has the registrations of ${numbers}`, async () => {
    const kept = await keptBy(asterisk)
    return numbers.every((number) => kept?.includes(number))
  })
}

/**
 * The numbers whose registrations are in the file of Asterisk (`contact = astdb` in asterisk/sorcery.conf); undefined
 * while Asterisk has something to write. The function reads a copy: under a reader's lock on the file, Asterisk would
 * throw away the rows that it is about to write.
 */
async function keptBy({ dir }: Asterisk): Promise<string[] | undefined> {
  const file = join(dir, 'var/astdb.sqlite3')
  const copy = join(dir, 'astdb-copy.sqlite3')
  // The journal of SQLite is there from the first change of a transaction to the end of its commit.
  const isWritten = () => !existsSync(`${file}-journal`)
  const version = async () => (await stat(file, { bigint: true })).mtimeNs
  const before = await version()
  if (!isWritten()) return undefined
  await copyFile(file, copy)
  if (!isWritten() || (await version()) !== before) return undefined
  const database = new DatabaseSync(copy, { readOnly: true })
  const rows = database.prepare("select key from astdb where key like '/registrar/contact/%'").all()
  database.close()
  await rm(copy)
  return rows.map(({ key }) => /^\/registrar\/contact\/(\d+);@/.exec(String(key))?.[1] ?? '')
}
