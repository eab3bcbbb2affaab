import type { Ami } from './ami.ts'
import type { Ari } from './ari.ts'

/**
 * Milliseconds in which Asterisk may forget a removal when it is killed. Asterisk writes its own database once a
 * second; the rest is room for a busy machine.
 */
const forgottenWithinMs = 10_000

/**
 * A registration as Asterisk keeps it. Its id begins with the number, `530;@`; its value is another after each renewal.
 */
interface HeldRegistration {
  readonly id: string
  readonly value: string
}

/** The registrations that Asterisk holds. */
export class HeldRegistrations {
  readonly #ari: Ari
  readonly #now: () => number
  readonly #removed = new Map<string, { readonly value: string; readonly at: number }>()
  #listing: Promise<HeldRegistration[]> | undefined

  constructor(ari: Ari, now: () => number) {
    this.#ari = ari
    this.#now = now
  }

  /** The numbers that have a registration. */
  async numbers(ami: Ami): Promise<ReadonlySet<string>> {
    return (await this.look(ami)).numbers
  }

  /** The numbers that have a registration, and whether Asterisk asks any of their phones whether it answers (`qualify`). */
  async look(ami: Ami): Promise<{ readonly numbers: ReadonlySet<string>; readonly asks: boolean }> {
    const held = await this.#list(ami)
    return {
      numbers: new Set(held.map(({ id }) => id.replace(/;@.*$/, ''))),
      asks: held.some(({ value }) => /"qualify_frequency":\s*"?[1-9]/.test(value)),
    }
  }

  /** Ends every registration of a number. */
  async drop(ami: Ami, number: string): Promise<void> {
    const held = await this.#list(ami)
    await Promise.all(held.filter(({ id }) => id.startsWith(`${number};@`)).map((each) => this.#remove(each)))
  }

  /** Ends once more those registrations that were ended before and that a killed Asterisk has brought back. */
  async dropResurrected(ami: Ami): Promise<void> {
    const held = await this.#list(ami)
    const risen = held.filter(({ id, value }) => this.#removed.get(id)?.value === value)
    await Promise.all(risen.map((each) => this.#remove(each)))
  }

  /**
   * Lists all registrations: Asterisk cannot list those of one number. Calls of one turn of the event loop share a
   * list.
   */
  #list(ami: Ami): Promise<HeldRegistration[]> {
    const next = async (): Promise<HeldRegistration[]> => {
      await new Promise((resolve) => setImmediate(resolve))
      this.#listing = undefined
      const events = await ami.list({ Action: 'DBGetTree', Family: 'registrar/contact' })
      return events.flatMap(({ Key = '', Val = '' }) => {
        const id = /^\/registrar\/contact\/(.+)$/.exec(Key)?.[1]
        return id === undefined ? [] : [{ id, value: Val }]
      })
    }
    this.#listing ??= next()
    return this.#listing
  }

  async #remove({ id, value }: HeldRegistration): Promise<void> {
    await this.#ari.remove(`asterisk/config/dynamic/res_pjsip/contact/${encodeURIComponent(id)}`)
    const at = this.#now()
    for (const [known, removed] of this.#removed) {
      if (removed.at >= at - forgottenWithinMs) break
      this.#removed.delete(known)
    }
    this.#removed.delete(id)
    this.#removed.set(id, { value, at })
  }
}
