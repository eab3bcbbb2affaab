import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A copy of the repository in which sources may be broken. */
export interface Workshop {
  readonly folder: string
  /** For what the tests leave behind. */
  readonly scratch: string
  /** For what Node has compiled: starting a program takes half the time then. */
  readonly cache: string
  /** For what Node writes of the code that ran. */
  readonly coverage: string
}

/** Copies what git knows of, with all that is not committed yet. The packages are shared. The copy goes with the process. */
export async function openWorkshop(root: string): Promise<Workshop> {
  const place = await mkdtemp(join(tmpdir(), 'dialbook-mutation-'))
  process.once('exit', () => rmSync(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  const folder = join(place, 'repository')
  const scratch = join(place, 'scratch')
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  for (const file of listed.toString().split('\0').filter(Boolean)) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    // A file that was removed and not committed is listed still.
    await cp(join(root, file), join(folder, file)).catch(unlessMissing)
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, scratch, cache: join(place, 'cache'), coverage: join(place, 'coverage') }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
