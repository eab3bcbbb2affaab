import type { Reachability } from '../core/pbx/pbx.ts'
import type { Ami } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

const verdicts: Readonly<Record<string, boolean>> = { Reachable: true, Unreachable: false }

/**
 * Which phones answer, as `qualify` finds out: Asterisk asks each every minute. An extension with several phones is
 * unreachable when none of them answers.
 */
export class ReachabilityWatch {
  /** The phones of each extension that were asked, by their addresses, and whether each answered. */
  readonly #phones = new Map<string, Map<string, boolean>>()

  /** Takes over what a PBX that was just connected knows. */
  async learn(ami: Ami): Promise<void> {
    this.#phones.clear()
    // An Asterisk without any registration answers with an error in place of an empty list.
    const contacts = await ami.list({ Action: 'PJSIPShowContacts' }).catch((): AmiMessage[] => [])
    // The name of a contact begins with its number: `530;@…` where it has registered, `530@@…` where it has an address.
    for (const { ObjectName = '', Uri = '', Status = '' } of contacts) {
      this.#keep(ObjectName.replace(/[;@]@.*$/, ''), Uri, Status)
    }
  }

  /** Takes a message; returns whether it says anything of a phone. */
  handle({ Event, AOR = '', URI = '', ContactStatus = '' }: AmiMessage): boolean {
    if (Event !== 'ContactStatus') return false
    this.#keep(AOR, URI, ContactStatus)
    return true
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
    const phones = this.#phones.get(number) ?? new Map<string, boolean>()
    const verdict = verdicts[status]
    if (verdict === undefined) phones.delete(address)
    else phones.set(address, verdict)
    if (phones.size > 0) this.#phones.set(number, phones)
    else this.#phones.delete(number)
  }
}

function isUnreachable(phones: ReadonlyMap<string, boolean>): boolean {
  return phones.values().every((answers) => !answers)
}
