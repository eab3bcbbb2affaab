import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { scratchFolder } from './ending.ts'

/** A revision of the program whose files are there: the working tree, or a checkout. */
export interface Revision {
  readonly name: string
  readonly root: string
}

/** The repository that this file is in, as it lies there, with what is not committed. */
export const here: Revision = { name: 'here', root: resolve(import.meta.dirname, '..') }

/**
 * Lays the files of a revision into a folder that is removed with the run. Its packages are those of the working tree
 * where both want the same.
 */
export function checkOut(name: string): Revision {
  const hash = git('rev-parse', '--verify', '--short=10', `${name}^{commit}`).toString().trim()
  const root = scratchFolder('revision')
  const { status, stderr } = spawnSync('tar', ['-x', '-C', root], { input: git('archive', hash) })
  if (status !== 0) throw new Error(`${name} could not be laid out: ${stderr}`)
  if (packagesOf(root) === packagesOf(here.root)) {
    symlinkSync(realpathSync(join(here.root, 'node_modules')), join(root, 'node_modules'))
  } else {
    console.error(`${name} has other packages: npm ci`)
    execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' })
  }
  return { name: `${name} (${hash})`, root }
}

/** The commit of the working tree, with a `+` where something is not committed. */
export function commitHere(): string {
  const hash = git('rev-parse', '--short=10', 'HEAD').toString().trim()
  const isChanged = git('status', '--porcelain', '--', 'src', 'bin').length > 0
  return isChanged ? `${hash}+` : hash
}

/** The packages that the program itself needs, as the lock file has them. */
function packagesOf(root: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>
  }
  const needed = Object.entries(packages).filter(([name, { dev }]) => name !== '' && !dev)
  return JSON.stringify(needed.map(([name, { version }]) => [name, version]))
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', args, { cwd: here.root, maxBuffer: 2 ** 30 })
}
