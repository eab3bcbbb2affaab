import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createGroup } from '../src/core/group/create-group.ts'
import { entryListOf } from '../src/core/list/entry-list-builder.ts'
import { onAccount } from '../src/core/permission/callers.ts'
import { startPostgres } from '../test/postgres-server.ts'
import { buildBook } from './book.ts'
import { owner } from './owner.ts'

// Moves books of several sizes between engines: node bench/move.ts
const bin = resolve(import.meta.dirname, '../bin/dialbook.js')
const sizes = [
  { groups: 0, lists: 2 },
  { groups: 0, lists: 10 },
  { groups: 300_000, lists: 0 },
]
const listLength = 1_000_000
const mebi = 1024 ** 2

interface Ended {
  readonly seconds: number
  readonly peak: number
  readonly rows: number
}

/** Runs a command, and looks at its memory meanwhile. */
async function run(args: readonly string[]): Promise<Ended> {
  const began = performance.now()
  const child = spawn(process.execPath, [bin, ...args, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  let peak = 0
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid as number))
  }, 10)
  const output = await child.stdout.toArray()
  const [code] = await ended
  clearInterval(look)
  if (code !== 0) throw new Error(`dialbook ${args[0]} ended with ${code}`)
  const { tables } = JSON.parse(Buffer.concat(output).toString()) as { tables: { rows: number }[] }
  return { seconds: (performance.now() - began) / 1000, peak, rows: tables.reduce((sum, { rows }) => sum + rows, 0) }
}

/** The highest resident memory of a process so far, in MiB; 0 when the process is gone. */
function peakOf(pid: number): number {
  try {
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}

const postgres = await startPostgres()
const scratch = await mkdtemp(join(tmpdir(), 'dialbook-move-'))
for (const { groups, lists } of sizes) {
  const book = await buildBook(groups, async (core, accountId) => {
    const caller = onAccount(owner, accountId)
    for (let list = 0; list < lists; list++) {
      const first = 10_000_000_000 + list * 10_000_000
      const drafts = Array.from({ length: listLength }, (_, at) => ({ phone: String(first + at * 7) }))
      await createGroup(core, caller, { name: `list ${list}`, entries: entryListOf(drafts) })
    }
  })
  const bytes = statSync(join(book.dataDir, 'book.db')).size
  const file = join(scratch, `${groups}-${lists}.backup`)
  const place = (name: string) => join(scratch, `${groups}-${lists}-${name}`)
  const [copied, restored] = [await postgres.makeDatabase(), await postgres.makeDatabase()]
  const data = ['--data', book.dataDir]
  const results: Record<string, Ended> = {
    'folder to folder': await run(['copy', '--from', book.dataDir, '--to', place('folder')]),
    'folder to PostgreSQL': await run(['copy', '--from', book.dataDir, '--to', copied, ...data]),
    'PostgreSQL to folder': await run(['copy', '--from', copied, '--to', place('back'), ...data]),
    'backup of a folder': await run(['backup', file, ...data]),
    'backup of PostgreSQL': await run(['backup', `${file}2`, ...data, '--database-url', copied]),
    'restore to PostgreSQL': await run(['restore', file, ...data, '--database-url', restored]),
  }
  console.log(
    `${groups} groups, ${lists} lists of ${listLength}: ${(bytes / mebi).toFixed(0)} MiB, backup ${(statSync(file).size / mebi).toFixed(0)} MiB`,
  )
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, { seconds, peak, rows }]) => [
        name,
        {
          seconds: Number(seconds.toFixed(1)),
          rows,
          'rows/s': Math.round(rows / seconds),
          'MiB/s': Number((bytes / mebi / seconds).toFixed(1)),
          'peak MiB': peak,
        },
      ]),
    ),
  )
  await book.remove()
}
await postgres.stop()
await rm(scratch, { recursive: true })
