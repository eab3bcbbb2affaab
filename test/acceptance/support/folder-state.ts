import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every file of a folder with its mode and a sum of its bytes; an absent folder is null. Two equal states are one folder untouched. */
export function stateOf(folder: string): Readonly<Record<string, string>> | null {
  if (!existsSync(folder)) return null
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).map((each) => {
    const path = join(each.parentPath, each.name)
    const sum = each.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder'
    return [path, `${(statSync(path).mode & 0o777).toString(8)} ${sum}`] as const
  })
  return Object.fromEntries(files.sort(([one], [other]) => (one < other ? -1 : 1)))
}
