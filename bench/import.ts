import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { recordFiles } from '../src/files/record-files.ts'
import { buildBook, headers, startServer } from './book.ts'
import { type BenchRequest, send } from './load.ts'

// Imports a million lines of each format beside a server on the same book: node bench/import.ts [csv] [text] [vcf] [xlsx]
const bin = resolve(import.meta.dirname, '../bin/dialbook.js')
const count = Number(process.env.LINES ?? 1_000_000)
const pauseMs = 3

const phoneAt = (index: number): string =>
  `09${String((index * 7919) % 1_000_000_007)
    .padStart(10, '0')
    .slice(1)}`
const rows = async function* (): AsyncGenerator<string[][]> {
  for (let start = 0; start < count; start += 1000) {
    yield Array.from({ length: Math.min(1000, count - start) }, (_, at) => [phoneAt(start + at), `Name ${start + at}`])
  }
}
const lines = async function* (line: (row: readonly string[]) => string): AsyncGenerator<string> {
  for await (const some of rows()) yield some.map(line).join('')
}

/** The files by format. */
const makers: Readonly<Record<string, () => AsyncIterable<string | Uint8Array>>> = {
  csv: () => lines(([phone, name]) => `${phone},${name}\n`),
  text: () => lines(([phone]) => `${phone}\n`),
  vcf: () =>
    lines(([phone, name]) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nTEL;TYPE=cell:${phone}\r\nEND:VCARD\r\n`),
  xlsx: () => recordFiles.write('xlsx', { titles: ['phone', 'name'], rows: rows() }),
}

interface Ran {
  readonly seconds: number
  /** Processor time, which a busy machine does not change. */
  readonly cpu: number
  readonly peak: number
}

/** Runs a command, and looks at its memory meanwhile. */
async function run(args: readonly string[]): Promise<Ran> {
  const began = performance.now()
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  let [peak, cpu] = [0, 0]
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid as number))
    cpu = Math.max(cpu, cpuOf(child.pid as number))
  }, 10)
  const [code] = await once(child, 'close')
  clearInterval(look)
  if (code !== 0) throw new Error(`dialbook ${args[0]} ended with ${code}`)
  return { seconds: (performance.now() - began) / 1000, cpu, peak }
}

/** The highest resident memory of a process so far, in MiB; 0 when the process is gone. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** The processor time of a process so far, in seconds; 0 when the process is gone. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / 100
  } catch {
    return 0
  }
}

/** Sends small requests until `work` has ended, and returns their times. */
async function beside<T>(url: string, requests: Readonly<Record<string, BenchRequest>>, work: Promise<T>) {
  let isRunning = true
  const times: Record<string, number[]> = {}
  const clients = Object.entries(requests).map(async ([name, request]) => {
    const own: number[] = []
    times[name] = own
    while (isRunning) {
      own.push((await send(url, request)).milliseconds)
      await new Promise((done) => setTimeout(done, pauseMs))
    }
  })
  const ended = await work.finally(() => {
    isRunning = false
  })
  await Promise.all(clients)
  return { ended, times }
}

function at(share: number, times: readonly number[] = []): number {
  const sorted = [...times].sort((one, other) => one - other)
  return Number((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1))
}

const book = await buildBook(10)
const data = ['--data', book.dataDir]
const server = await startServer(book.dataDir)
const body = (fields: object) => ({ headers, body: JSON.stringify(fields) })
const made = await send(server.url, {
  path: '/api/v4/autodialer/groups/add',
  ...body({ name: 'small', numbers: ['1'] }),
})
const { _id } = JSON.parse(made.body.toString()).data
const requests = {
  read: { path: '/api/v4/autodialer/groups/search', ...body({ alike: false, conditions: { name: 'small' } }) },
  write: { path: '/api/v4/autodialer/groups/update', ...body({ _id, name: 'small', numbers: ['1', '2'] }) },
}
const { peak: rest } = await run(['changes', 'list', '--limit', '1', ...data])
const table: Record<string, object> = {}
const measure = async (name: string, args: readonly string[]): Promise<void> => {
  const { ended, times } = await beside(server.url, requests, run([...args, ...data]))
  table[name] = {
    seconds: Number(ended.seconds.toFixed(1)),
    'processor s': Number(ended.cpu.toFixed(1)),
    'lines/s': Math.round(count / ended.seconds),
    'MiB over rest': Math.round(ended.peak - rest),
    'read p99': at(0.99, times.read),
    'write p99': at(0.99, times.write),
    'write max': at(1, times.write),
  }
}
// The same requests with nothing beside them: on a busy machine they tell what the machine does.
const { times } = await beside(server.url, requests, new Promise<void>((done) => setTimeout(done, 5000)))
table['no import'] = {
  'read p99': at(0.99, times.read),
  'write p99': at(0.99, times.write),
  'write max': at(1, times.write),
}
const wanted = process.argv.slice(2)
for (const [format, make] of Object.entries(makers)) {
  if (wanted.length > 0 && !wanted.includes(format)) continue
  const file = join(book.dataDir, `million.${format}`)
  await pipeline(Readable.from(make()), createWriteStream(file))
  await measure(`${format}, into a new group`, ['import', file, '--group', format, '--create'])
  await measure(`${format}, again`, ['import', file, '--group', format])
  if (format === 'csv') {
    const turned = readFileSync(file, 'utf8').trimEnd().split('\n').reverse().join('\n')
    await pipeline(Readable.from([turned]), createWriteStream(`${file}.turned`))
    await measure('csv, sync in another order', ['import', `${file}.turned`, '--group', format, '--mode', 'sync'])
    await measure('undo of that', ['changes', 'undo', await newestImport()])
  }
  await rm(file)
}
console.log(`${count} lines; a command at rest takes ${Math.round(rest)} MiB`)
console.table(table)
await server.stop()
await book.remove()

async function newestImport(): Promise<string> {
  const child = spawn(process.execPath, [bin, 'changes', 'list', '--subject', 'csv', '--limit', '1', '--json', ...data])
  return String(JSON.parse(Buffer.concat(await child.stdout.toArray()).toString())[0].number)
}
