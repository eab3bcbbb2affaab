import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { type BigBodyResult, measureBigBodies, printBigBodies } from './big-body.ts'
import { buildBook, startBare, startServer } from './book.ts'
import { cases } from './cases.ts'
import { type EntryResult, measureEntries, printEntries } from './entries.ts'
import { measurePhones, type PhoneReport, printPhones } from './find-phone.ts'
import { runPbx } from './pbx/pbx.ts'
import { type CaseResult, runCase } from './run-case.ts'
import { runRivals, runScale } from './scale/scale.ts'

const wanted = process.argv.slice(2)
const entries = {
  name: 'entries',
  title: 'LOX24: a page, add, change and remove one, in groups of 100 to 1,000,000 phones',
}
const bigBody = { name: 'big-body', title: 'a million numbers in one request, and what small requests take meanwhile' }
const phones = { name: 'find-phone', title: 'which groups hold a number, among 10 million, and what its index costs' }
const scale = {
  name: 'scale',
  title:
    'both engines: a book of 10,000,000 numbers against one of 100,000, and other programs (alone, by its name only)',
}
const rivals = { name: 'rivals', title: 'of scale: 1, 2 and 4 servers, and other programs (alone, by its name only)' }
const pbx = { name: 'pbx', title: 'a real Asterisk with 100 and with 10,000 extensions (alone, by its name only)' }
if (wanted.includes('--list') || wanted.includes('--help')) {
  for (const { name, title } of [...cases, entries, phones, bigBody, scale, rivals, pbx])
    console.log(`${name.padEnd(14)} ${title}`)
} else if (wanted.includes(scale.name)) {
  await runScale()
} else if (wanted.includes(rivals.name)) {
  await runRivals()
} else if (wanted.includes(pbx.name)) {
  await runPbx()
} else {
  await run(wanted.length === 0 ? cases : cases.filter(({ name }) => wanted.some((part) => name.startsWith(part))))
}

async function run(chosen: typeof cases): Promise<void> {
  const results: CaseResult[] = []
  const bare = await startBare()
  for (const groups of new Set(chosen.map((each) => each.groups))) {
    console.error(`making a book of ${groups.toLocaleString('en')} groups`)
    const book = await buildBook(groups)
    const server = await startServer(book.dataDir)
    for (const each of chosen.filter((one) => one.groups === groups)) {
      console.error(`running ${each.name}: ${each.title}`)
      results.push(await runCase(each, server, bare))
      print(results.slice(-1))
    }
    await server.stop()
    await book.remove()
  }
  await bare.stop()
  const ofEntries =
    wanted.length === 0 || wanted.some((part) => entries.name.startsWith(part)) ? await runEntries() : []
  const bigBodies =
    wanted.length === 0 || wanted.some((part) => bigBody.name.startsWith(part)) ? await runBigBodies() : []
  const ofPhones = wanted.length === 0 || wanted.some((part) => phones.name.startsWith(part)) ? await runPhones() : null
  console.log('')
  if (results.length > 0) print(results)
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }
  const report = { at: new Date().toISOString(), machine, results, entries: ofEntries, phones: ofPhones, bigBodies }
  await writeFile(resolve(import.meta.dirname, 'results/latest.json'), `${JSON.stringify(report, null, 2)}\n`)
}

async function runEntries(): Promise<EntryResult[]> {
  console.error(`running ${entries.name}: ${entries.title}`)
  const results = await measureEntries()
  printEntries(results)
  return results
}

async function runBigBodies(): Promise<BigBodyResult[]> {
  console.error(`running ${bigBody.name}: ${bigBody.title}`)
  const results = await measureBigBodies(wanted.filter((word) => !bigBody.name.startsWith(word)))
  printBigBodies(results)
  return results
}

async function runPhones(): Promise<PhoneReport> {
  console.error(`running ${phones.name}: ${phones.title}`)
  const report = await measurePhones()
  printPhones(report)
  return report
}

function print(results: readonly CaseResult[]): void {
  console.table(
    Object.fromEntries(
      results.map((each) => [
        each.title,
        {
          dialbook: round(each.dialbook),
          bare: round(each.bare),
          unit: each.unit,
          ratio: Number(each.ratio.toFixed(2)),
          goal: each.goal,
          reached: each.reached ?? '',
          'p99 ms': each.p99 ?? '',
          'cpu µs': each.cpuMicroseconds === null ? '' : Math.round(each.cpuMicroseconds),
          'cpu ratio': each.cpuRatio === null ? '' : Number(each.cpuRatio.toFixed(1)),
          'MiB now': each.memoryNow,
          'MiB peak': each.memoryPeak,
        },
      ]),
    ),
  )
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(1))
}
