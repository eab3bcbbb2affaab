import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = new URL('../../../asterisk/', import.meta.url).pathname

/** The PBX's own dialplan, all of its files in one text. */
export const dialplan: string = globSync('extensions*.conf', { cwd: folder })
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')
