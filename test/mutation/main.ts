import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { findAgain } from './find-again.ts'
import { findMutants } from './find-mutants.ts'
import { type Flags, readFlags, usage } from './flags.ts'
import { folderOf, type Mutant, type Verdict } from './mutant.ts'
import { Report } from './report.ts'
import { sample } from './sample.ts'
import { Stock } from './stock.ts'
import { takeStock } from './take-stock.ts'
import { tryAll } from './try-all.ts'
import { openWorkshop } from './workshop.ts'

const root = resolve(import.meta.dirname, '../..')
const flags = readFlags(process.argv.slice(2))
if (flags.help) console.log(usage)
else {
  // At its exit the process ends the tests that run, and removes its copies.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
  await main()
}

async function main(): Promise<void> {
  const all = await findMutants(root, flags.files)
  const mutants = choose(all, flags)
  console.error(`${all.length} mutants, ${mutants.length} of them are to be tried`)
  const workshops = await Promise.all(Array.from({ length: flags.jobs }, () => openWorkshop(root)))
  const { testFiles, leftOut } = await takeStock(workshops, flags, all, new Stock(root, all, flags.stock))
  if (leftOut.length > 0) console.error(`left out, since they fail by themselves: ${leftOut.join(' ')}`)
  const sizes = new Map([...Map.groupBy(all, folderOf)].map(([folder, { length }]) => [folder, length]))
  const report = new Report(flags, sizes, leftOut)
  await tryAll(workshops, mutants, testFiles, flags.minutes, report)
  console.log(report.table)
}

function choose(all: readonly Mutant[], { again, sample: size, seed }: Flags): readonly Mutant[] {
  if (again === undefined) return size === 0 ? all : sample(all, size, seed)
  const { verdicts } = JSON.parse(readFileSync(again, 'utf8')) as { verdicts: Verdict[] }
  const { found, gone } = findAgain(verdicts, all)
  for (const { file, line, original } of gone) console.error(`no longer there: ${file}:${line} ${original}`)
  return found
}
