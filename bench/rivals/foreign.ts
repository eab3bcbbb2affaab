import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../test/free-port.ts'
import { type Child, childOf } from '../child.ts'
import { scratch, track } from '../ending.ts'

const startLimitMs = 120_000
const installLimitMs = 8 * 60_000

/**
 * The folder in which a program is installed; undefined where npm could not install it, since the rest of the run is still worth
 * keeping. `BENCH_RIVALS` names a folder that keeps what is installed; else it goes with the run.
 */
export async function installed(name: string, version: string): Promise<string | undefined> {
  const folder = join(process.env.BENCH_RIVALS ?? scratch(), `${name}-${version}`)
  if (existsSync(join(folder, 'installed'))) return folder
  const began = performance.now()
  process.stderr.write(`installing ${name} ${version}: `)
  try {
    mkdirSync(folder, { recursive: true })
    const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--legacy-peer-deps', `${name}@${version}`]
    const installing = promisify(execFile)('npm', args, { cwd: folder, timeout: installLimitMs, maxBuffer: 2 ** 26 })
    track(installing.child)
    await installing
    writeFileSync(join(folder, 'installed'), '')
    process.stderr.write(`${Math.round((performance.now() - began) / 1000)} s\n`)
    return folder
  } catch (error) {
    console.error(`SKIPPED: npm could not install it\n${(error as Error).message.slice(0, 2000)}`)
    return undefined
  }
}

/** A program that does not say when it answers. */
export interface Foreign {
  readonly args: (port: string) => readonly string[]
  readonly cwd: string
  /** The path that is answered with success once it runs. */
  readonly path: string
  readonly env?: (port: string) => Readonly<Record<string, string>>
}

export async function startForeign({ args, cwd, path, env }: Foreign): Promise<Child> {
  const port = String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const options = { cwd, stdio: 'ignore', env: { ...process.env, ...env?.(port) } } as const
  const child = track(spawn(process.execPath, args(port), options))
  const deadline = Date.now() + startLimitMs
  while (!(await answers(url + path))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${args(port)[0]} did not start`)
    await pause(100)
  }
  return childOf(child, url)
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}
