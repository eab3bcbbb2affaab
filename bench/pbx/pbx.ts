import { readFileSync } from 'node:fs'
import { noAsterisk } from '../../test/pbx/support/asterisk.ts'
import { pbxIs, pbxOptions } from '../../test/pbx/support/connected.ts'
import { type Extension, type Link, startLink } from '../../test/pbx/support/link.ts'
import { Phone } from '../../test/pbx/support/phone.ts'
import { median } from '../statistics.ts'

/** The figures of a PBX with so many extensions. Times are milliseconds where the name does not say seconds. */
export interface PbxRow {
  readonly case: string
  readonly engine: string
  readonly extensions: number
  /** From the first to the last of the requests that add the extensions. */
  readonly secondsToAdd: number
  /** From the start of Asterisk to the first registration that it takes. */
  readonly secondsToUsable: number
  readonly memoryAfterStart: number
  readonly memoryAfterRegistrations: number
  /** Registrations one after another. */
  readonly registration: Times
  readonly registrationsPerSecond: number
  /** From the request of a new secret to its answer, and on to the old one refused and the new one taken. */
  readonly changeAnswered: Times
  readonly changeInForce: Times
  /** The answers to a new secret which said that the registration with the old one is gone. */
  readonly live: number
  /** From the request of a new extension to its registration. */
  readonly added: Times
}

interface Times {
  readonly median: number
  readonly p99: number
}

const sizes = [100, 10_000]
const registrations = 500
const changes = 100
const additions = 20
const atOnce = 16

/** Measures a real Asterisk with 100 and with 10,000 extensions. */
export async function runPbx(): Promise<PbxRow[]> {
  if (noAsterisk) throw new Error(noAsterisk)
  const results: PbxRow[] = []
  for (const size of sizes) {
    console.error(`${size.toLocaleString('en')} extensions`)
    // The phone tries old secrets, and must not be blocked for it.
    const link = await startLink((asterisk) => [...pbxOptions(asterisk), '--pbx-bad-sign-ins', '1000000'])
    await pbxIs(link.client.server, 'connected')
    try {
      results.push(await measure(link, size))
    } finally {
      await link.stop()
    }
  }
  return results
}

async function measure(link: Link, size: number): Promise<PbxRow> {
  const extensions: Extension[] = []
  const secondsToAdd = await seconds(async () => {
    while (extensions.length < size) {
      extensions.push(
        ...(await Promise.all(Array.from({ length: Math.min(50, size - extensions.length) }, () => link.add()))),
      )
    }
  })
  const pick = (turn: number) => extensions[(turn * 7919) % size] as Extension
  await link.asterisk.kill()
  const secondsToUsable = await seconds(async () => {
    await link.asterisk.start()
    while ((await register(link, pick(0))) !== 200);
  })
  const memoryAfterStart = memoryOf(link.asterisk.pid)

  const registration = await repeat(registrations, (turn) => mustRegister(link, pick(turn)))
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async (_, worker) => {
      for (let turn = worker; turn < registrations; turn += atOnce) await mustRegister(link, pick(turn))
    }),
  )
  const registrationsPerSecond = registrations / ((performance.now() - started) / 1000)
  const memoryAfterRegistrations = memoryOf(link.asterisk.pid)

  const answered: number[] = []
  let live = 0
  const changeInForce = await repeat(changes, async (turn) => {
    const extension = pick(turn)
    const secret = `Changed-Secret-${turn}`
    const since = performance.now()
    const answer = await link.client.call('pbx/users/update', { _id: extension._id, secret })
    answered.push(performance.now() - since)
    if (answer.headers['dialbook-pbx'] === 'live') live++
    const old = await register(link, extension)
    const fresh = await register(link, { ...extension, secret })
    if (old !== 401 || fresh !== 200) throw new Error(`the old secret got ${old}, the new one ${fresh}`)
    extensions[(turn * 7919) % size] = { ...extension, secret }
  })
  const added = await repeat(additions, async () => mustRegister(link, await link.add()))
  return {
    ...{
      case: String(size),
      engine: 'SQLite',
      extensions: size,
      secondsToAdd,
      secondsToUsable,
      memoryAfterStart,
      memoryAfterRegistrations,
    },
    ...{ registration, registrationsPerSecond, changeAnswered: timesOf(answered), changeInForce, live, added },
  }
}

async function register(link: Link, { number, secret }: Extension): Promise<number> {
  const phone = await Phone.open({ number, secret, pbx: link.asterisk.sipPort })
  try {
    return await phone.register()
  } finally {
    phone.close()
  }
}

async function mustRegister(link: Link, extension: Extension): Promise<void> {
  const status = await register(link, extension)
  if (status !== 200) throw new Error(`${extension.number} was refused with ${status}`)
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const since = performance.now()
  await work()
  return (performance.now() - since) / 1000
}

async function repeat(times: number, work: (turn: number) => Promise<void>): Promise<Times> {
  const all: number[] = []
  for (let turn = 0; turn < times; turn++) all.push((await seconds(() => work(turn))) * 1000)
  return timesOf(all)
}

function timesOf(all: readonly number[]): Times {
  const sorted = all.toSorted((one, other) => one - other)
  return { median: median(all), p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN }
}

/** Resident memory of a process, in MiB. */
function memoryOf(pid: number): number {
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}
