// Plain JavaScript without new syntax, as all that must also run on an old Node.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The version of Node that dialbook needs. */
export const neededNode = 24

/** The path of the Node that an optional dependency brings along; undefined where there is none for this system. */
export function findNewerNode() {
  const require = createRequire(import.meta.url)
  const system = process.platform === 'win32' ? 'win' : process.platform
  for (const prefix of ['node', 'node-bin']) {
    const name = [prefix, system, process.arch].join('-')
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), require(`${name}/package.json`).bin.node)
    } catch {
      // The package has the other prefix, or is not installed.
    }
  }
  return undefined
}

/** The sentence for people where there is none. */
export function missingNode() {
  return `dialbook needs Node ${neededNode} or newer, and this is ${process.version}: install it, or install dialbook again without --omit=optional.`
}
