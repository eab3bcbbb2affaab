import type { Ami } from './ami.ts'

/** Asterisk's own database keeps the states that it was told, over restarts. */
const family = 'CustomDevstate'
/** The device that stands beside `PJSIP/530` in the hint of 530 (asterisk/extensions_hints.conf). */
const deviceOf = (number: string) => `phone-${number}`
/** Numbers told at once: other questions wait for so many at most. */
const atOnce = 50

/**
 * Tells Asterisk which phones answer, for `presence` of idle phones. Asterisk itself knows it only of extensions that it
 * read as it started, and that takes by the square of their number.
 */
export class IdlePhones {
  #told = new Set<string>()
  #wanted: ReadonlySet<string> = new Set()
  #telling = false

  /** Takes over what a PBX that was just connected was told before. */
  async learn(ami: Ami): Promise<void> {
    const kept = await ami.list({ Action: 'DBGetTree', Family: family })
    this.#told = new Set(kept.flatMap(({ Key = '' }) => /^\/CustomDevstate\/phone-(\d+)$/.exec(Key)?.[1] ?? []))
  }

  /** Takes the numbers whose phones answer. What is another than before is told meanwhile, and with the next call where the connection breaks. */
  answering(ami: Ami, numbers: ReadonlySet<string>): void {
    this.#wanted = numbers
    if (this.#telling) return
    this.#telling = true
    this.#tellAll(ami)
      .catch(() => undefined)
      .finally(() => (this.#telling = false))
  }

  async #tellAll(ami: Ami): Promise<void> {
    for (;;) {
      const changed = [...this.#told.symmetricDifference(this.#wanted)].slice(0, atOnce)
      if (changed.length === 0) return
      await Promise.all(changed.map((number) => this.#tell(ami, number, this.#wanted.has(number))))
    }
  }

  async #tell(ami: Ami, number: string, answers: boolean): Promise<void> {
    const Variable = `DEVICE_STATE(Custom:${deviceOf(number)})`
    const told = ami.list({ Action: 'Setvar', Variable, Value: answers ? 'NOT_INUSE' : 'UNAVAILABLE' })
    // Nothing is kept of a phone that is gone. Asterisk takes the two in this order.
    const gone = answers ? undefined : ami.list({ Action: 'DBDel', Family: family, Key: deviceOf(number) })
    await Promise.all([told, gone])
    if (answers) this.#told.add(number)
    else this.#told.delete(number)
  }
}
