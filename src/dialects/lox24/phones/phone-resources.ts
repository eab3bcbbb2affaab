import type { Caller } from '../../../core/caller.ts'
import type { Core } from '../../../core/core.ts'
import type { Entry } from '../../../core/entry/entry.ts'
import { contactChecks } from '../../../core/opt-out/contact-checks.ts'
import type { Resource } from '../answer.ts'
import { phoneResource } from './phone.wire.ts'

/** Makes the resources of entries, each with the opt-out that closes its phone for messages. */
export type PhoneResources = (entries: readonly Entry[]) => Promise<Resource[]>

/** The maker for one answer: the entries of all its parts cost one reading of the opt-outs, where those are few. */
export async function phoneResources(core: Core, { accountId }: Caller): Promise<PhoneResources> {
  const checks = await contactChecks(core, accountId, { channel: 'messages', at: core.clock.now(), onlyOptOuts: true })
  return async (entries) => {
    const answers = await checks.of(entries.map(({ phone }) => phone))
    return entries.map((entry, index) => {
      const answer = answers[index]
      const isClosed = answer && !answer.may && answer.reason.code === 'opted_out'
      return phoneResource(entry, isClosed ? answer.reason.optOut : undefined)
    })
  }
}

/** The resource of one entry. */
export async function onePhoneResource(core: Core, caller: Caller, entry: Entry): Promise<Resource> {
  const [resource] = await (await phoneResources(core, caller))([entry])
  return resource ?? phoneResource(entry, undefined)
}
