import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** Milliseconds in which a host must say whether it takes writes, and for which it is believed. */
const answerWithinMs = 1000
/** Milliseconds from a search that found nothing to the next one. */
const searchAgainMs = 250

/**
 * Asks for the timeline of a host that takes writes; null for a standby. Each promotion begins a timeline with a higher
 * number. So of two hosts that both take writes, as a former leader that was frozen and an heir of it, the one with
 * the higher number leads.
 */
const timelineQuery = {
  text: `select case when pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' then null
    else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end as timeline`,
  query_timeout: answerWithinMs,
}

/** Several hosts of one database, of which one takes writes: the leader. Another one may become it at any time. */
export class Hosts {
  readonly #addresses: readonly string[]
  readonly #patienceMs: number
  readonly #connected = new Map<Client, string>()
  #leader: string | undefined
  #believedUntil = 0
  #timeline = ''
  #search: Promise<string | undefined> | undefined

  /** `addresses` has one for each host. Nobody waits longer than `patienceMs` for a leader. */
  constructor(addresses: readonly string[], patienceMs: number) {
    this.#addresses = addresses
    this.#patienceMs = patienceMs
  }

  /** The address of the leader. Rejects when none is found in time. */
  async leader(): Promise<string> {
    const deadline = performance.now() + this.#patienceMs
    for (;;) {
      if (this.#leader !== undefined && performance.now() < this.#believedUntil) return this.#leader
      this.#search ??= this.#find().finally(() => {
        this.#search = undefined
      })
      const found = await this.#search
      if (found !== undefined) return found
      if (performance.now() >= deadline) throw new Error('none of the hosts takes writes now')
      await pause(searchAgainMs)
    }
  }

  /**
   * Keeps a connection for as long as its host leads. One that another host takes over from is cut off, since a frozen
   * host neither answers nor ends it.
   *
   * @throws Error for a host that leads no more.
   */
  async keep(client: Client, address: string): Promise<void> {
    this.#connected.set(client, address)
    client.once('end', () => {
      this.#connected.delete(client)
      this.doubt(address)
    })
    const timeline = await timelineOn(client)
    if (timeline === undefined || timeline < this.#timeline) throw new Error('the host takes no writes')
  }

  /** Has the leader looked for at the next need. */
  doubt(address: string): void {
    if (address === this.#leader) this.#believedUntil = 0
  }

  async #find(): Promise<string | undefined> {
    const answers = await Promise.all(
      this.#addresses.map(async (address) => ({ address, timeline: await timelineAt(address) })),
    )
    const [best] = answers.sort((one, other) => (one.timeline < other.timeline ? 1 : -1))
    if (!best || best.timeline === '' || best.timeline < this.#timeline) return undefined
    if (best.address !== this.#leader) this.#cutOffAllBut(best.address)
    this.#leader = best.address
    this.#timeline = best.timeline
    this.#believedUntil = performance.now() + answerWithinMs
    return best.address
  }

  #cutOffAllBut(leader: string): void {
    for (const [client, address] of this.#connected) {
      if (address !== leader) client.connection.stream.destroy(new Error('another host leads now'))
    }
  }
}

/** The timeline of a host that takes writes; empty for another one, and for one that does not answer in time. */
async function timelineAt(address: string): Promise<string> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: answerWithinMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await timelineOn(client)) ?? ''
  } catch {
    return ''
  } finally {
    client.connection.stream.destroy()
  }
}

async function timelineOn(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ timeline: string | null }>(timelineQuery)
  return rows[0]?.timeline ?? undefined
}
