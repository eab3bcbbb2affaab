import { DatabaseSync } from 'node:sqlite'

/** Problems that are told, at the most: a page that is lost has each of its rows missing in each index. */
const toldAtMost = 100

/** The problems in the pages and indexes of a database file, which is only read. */
export function pageProblems(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 60_000 })
  try {
    database.exec('pragma cell_size_check = on')
    return database
      .prepare(`pragma integrity_check(${toldAtMost})`)
      .all()
      .map(({ integrity_check }) => String(integrity_check).replace(/\s+/g, ' '))
      .filter((problem) => problem !== 'ok')
  } catch (error) {
    return [(error as Error).message]
  } finally {
    database.close()
  }
}
