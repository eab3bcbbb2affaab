import type { Caller } from '../core/caller.ts'
import { findContactPage } from '../core/contact/find-contact-page.ts'
import type { Core } from '../core/core.ts'
import { findExtensions } from '../core/extension/find-extensions.ts'
import type { Group } from '../core/group/group.ts'
import { findIncomingRules } from '../core/incoming-rule/find-incoming-rules.ts'
import { planOfAccount } from '../core/number/plan-of-account.ts'
import { findOptOuts } from '../core/opt-out/find-opt-outs.ts'
import { describeChange, quote } from './changes/describe-change.ts'
import { changesOfGroup } from './groups/changes-of-group.ts'
import { describeOptOut, showOptOut } from './optout/show-opt-out.ts'
import { isoTime } from './table.ts'

/** Contacts that are named at the most. `dialbook contacts list --search` names all. */
const mostContacts = 20

/** Groups whose last change is told. */
const mostChanges = 5

/** A number beside its groups, as lines for people and as values for programs. */
export interface Beside {
  readonly lines: readonly string[]
  readonly json: object
}

/** Finds a number in all of the account but its groups, and the last change of the first groups that hold it. */
export async function findBeside(
  core: Core,
  caller: Caller,
  number: string,
  groups: readonly Group[],
): Promise<Beside> {
  const spellings = (await planOfAccount(core, caller.accountId)).spellingsOf(number)
  const matches = spellings.map((text) => ({ number: { text, alike: false } }))
  const { contacts, next } = await findContactPage(core, caller, matches, { limit: mostContacts })
  const extensions = (await Promise.all(matches.map((match) => findExtensions(core, caller, match)))).flat()
  const rules = await findIncomingRules(core, caller, { number: { text: number, alike: false } })
  const { optOuts } = await findOptOuts(core, caller, { address: number })
  const last = groups.slice(0, mostChanges).map((group) => changesOfGroup(core, caller, group, 1))
  const changes = (await Promise.all(last)).flat()
  return {
    lines: [
      ...contacts.map((each) => `contact ${each.id} ${quote(each.name)} has it as ${each.number}`),
      ...(next === null ? [] : ['there are more contacts: `dialbook contacts list --search` names them']),
      ...extensions.map((each) => `extension ${each.number} ${quote(each.name)}`),
      ...rules.map((each) => `calls from it are ${each.verdict === 'block' ? 'blocked' : 'allowed'}: ${each.number}`),
      ...optOuts.map((each) => `opt-out ${each.id}: ${describeOptOut(each)}`),
      ...(changes.length === 0 ? [] : ['last changes of the first groups:']),
      ...changes.map((each) => `  ${describeChange(each)}`),
    ],
    json: {
      contacts: contacts.map(({ id, hexId, name, number: spelling }) => ({ id, hexId, name, spelling })),
      extensions: extensions.map(({ hexId, name, number: spelling }) => ({ hexId, name, spelling })),
      incomingRules: rules.map(({ id, verdict, number: spelling }) => ({ id, verdict, spelling })),
      optOuts: optOuts.map(showOptOut),
      changes: changes.map((each) => ({ ...each, at: isoTime(each.at) })),
    },
  }
}
