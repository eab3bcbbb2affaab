import { rm, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { noAsterisk } from '../../test/pbx/support/asterisk.ts'
import { type Link, startLink } from '../../test/pbx/support/link.ts'
import { cpuOf, memoryPeakOf } from '../processes.ts'
import { median } from '../statistics.ts'
import { type EngineName, postgres } from '../subject.ts'
import { type Registrant, registerAll } from './register-load.ts'

/** What registrations and a start cost a PBX with so many extensions. */
export interface RegistrationsRow {
  readonly case: string
  readonly engine: string
  readonly extensions: number
  /** Registrations a second, of the best round. */
  readonly rate: number
  /** Processor time of a registration, milliseconds: of Asterisk, and of PostgreSQL where the book is there. */
  readonly asteriskCpu: number
  readonly databaseCpu: number
  /** Seconds of a start of Asterisk, and of its processor time. */
  readonly start: number
  readonly startCpu: number
  /** Resident memory of Asterisk at its highest, MiB. */
  readonly memory: number
  /** The load of the machine before the rounds. */
  readonly load: number
}

export const registrationSizes = [100, 10_000, 50_000]
const registrationsOfRound = 2000
const atOnce = 16

/** Measures registrations and starts of a real Asterisk with 100, 10,000 and 50,000 extensions, on both engines. */
export async function runRegistrations(rounds: number): Promise<RegistrationsRow[]> {
  if (noAsterisk) throw new Error(noAsterisk)
  const rows: RegistrationsRow[] = []
  for (const engine of ['SQLite', 'PostgreSQL'] as const) {
    for (const size of registrationSizes) {
      console.error(`${size.toLocaleString('en')} extensions on ${engine}`)
      const link = await startLinkOn(engine)
      const databaseCpu = engine === 'SQLite' ? () => 0 : (await postgres()).cpu
      try {
        rows.push({ case: String(size), engine, ...(await measure(link, databaseCpu, size, rounds)) })
        console.error(JSON.stringify(rows.at(-1)))
      } finally {
        await link.stop()
      }
    }
  }
  return rows
}

async function startLinkOn(engine: EngineName): Promise<Link> {
  if (engine === 'PostgreSQL') process.env.TEST_POSTGRES = (await postgres()).server.address
  try {
    return await startLink()
  } finally {
    delete process.env.TEST_POSTGRES
  }
}

async function measure(
  link: Link,
  databaseCpu: () => number,
  size: number,
  rounds: number,
): Promise<Omit<RegistrationsRow, 'case' | 'engine'>> {
  const { asterisk, client } = link
  const extensions = Array.from({ length: size }, (_, at) => ({
    number: String(200_000 + at),
    secret: `Sip-Secret-${at}`,
  }))
  const file = join(client.server.data, 'extensions.csv')
  const lines = extensions.map(({ number, secret }) => `${number},n,${secret}`)
  await writeFile(file, ['number,name,secret', ...lines, ''].join('\n'))
  await client.server.cli('extensions', 'import', file, '--account', 'acme')
  await rm(file)
  await asterisk.kill()
  const began = performance.now()
  await asterisk.start()
  const [start, startCpu] = [(performance.now() - began) / 1000, cpuOf(asterisk.pid) / 1e6]
  const load = loadavg()[0] ?? 0
  const measured: { rate: number; asteriskCpu: number; databaseCpu: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const since = performance.now()
    const before = [cpuOf(asterisk.pid), databaseCpu()] as const
    await registerAll(chosen(extensions, round), asterisk.sipPort, atOnce)
    const cpu = [cpuOf(asterisk.pid) - before[0], databaseCpu() - before[1]].map(
      (each) => each / 1000 / registrationsOfRound,
    )
    const rate = registrationsOfRound / ((performance.now() - since) / 1000)
    // The first round is to warm up.
    if (round > 0) measured.push({ rate, asteriskCpu: cpu[0] ?? 0, databaseCpu: cpu[1] ?? 0 })
  }
  return {
    extensions: size,
    rate: Math.max(...measured.map(({ rate }) => rate)),
    asteriskCpu: median(measured.map((each) => each.asteriskCpu)),
    databaseCpu: median(measured.map((each) => each.databaseCpu)),
    ...{ start, startCpu, memory: memoryPeakOf(asterisk.pid), load },
  }
}

/** The extensions of a round, spread over all. */
function* chosen(extensions: readonly Registrant[], round: number): Generator<Registrant> {
  for (let turn = 0; turn < registrationsOfRound; turn++) {
    yield extensions[((round * registrationsOfRound + turn) * 7919) % extensions.length] as Registrant
  }
}
