import type { Reachability } from '../core/pbx/pbx.ts'
import type { Ami } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

const verdicts: Readonly<Record<string, boolean>> = { Reachable: true, Unreachable: false }

/**
 * Which phones answer, as `qualify` finds out: Asterisk asks each every minute. An extension with several phones is
 * unreachable when none of them answers. Asterisk has events only of extensions that it read as it started, so it is asked.
 */
export class ReachabilityWatch {
  /** The phones of each extension that were asked, by their addresses, and whether each answered. */
  readonly #phones = new Map<string, Map<string, boolean>>()

  /** Takes over what the PBX knows. */
  async learn(ami: Ami): Promise<void> {
    // An Asterisk without any registration answers with an error in place of an empty list.
    const contacts = await ami.list({ Action: 'PJSIPShowContacts' }).catch((): AmiMessage[] => [])
    this.#phones.clear()
    // The name of a contact begins with its number: `530;@…` where it has registered, `530@@…` where it has an address.
    for (const { ObjectName = '', Uri = '', Status = '' } of contacts) {
      this.#keep(ObjectName.replace(/[;@]@.*$/, ''), Uri, Status)
    }
  }

  /** Whether any phone was asked. */
  get knowsAny(): boolean {
    return this.#phones.size > 0
  }

  /** The extensions none of whose phones answers, in order. */
  unreachable(): string[] {
    return [...this.#phones]
      .filter(([, phones]) => isUnreachable(phones))
      .map(([number]) => number)
      .sort()
  }

  counts(): Reachability {
    const unreachable = this.unreachable().length
    return { reachable: this.#phones.size - unreachable, unreachable }
  }

  #keep(number: string, address: string, status: string): void {
    if (!/^\d+$/.test(number)) return
    const verdict = verdicts[status]
    if (verdict === undefined) return
    const phones = this.#phones.get(number) ?? new Map<string, boolean>()
    phones.set(address, verdict)
    this.#phones.set(number, phones)
  }
}

function isUnreachable(phones: ReadonlyMap<string, boolean>): boolean {
  return phones.values().every((answers) => !answers)
}
