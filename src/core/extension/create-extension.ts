import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { defaultSettings, type Extension } from './extension.ts'
import { sealSecret } from './extension-secret.ts'
import { followExtension } from './follow-extension.ts'
import { numberTaken } from './number-taken.ts'
import { countedBy, type ExtensionUpdate } from './update-extension.ts'

/** An extension to be made. An absent field gets its default. */
export interface NewExtension extends ExtensionUpdate {
  readonly name: string
  readonly number: string
  readonly secret: string
}

/**
 * Makes an extension.
 *
 * @throws Refusal `number_taken`, or `invalid_value` of `secret` when it is the mask that answers show, or a weak one.
 */
export function createExtension(core: Core, caller: Caller, wanted: NewExtension): Promise<Extension> {
  mustBeAllowed(caller, 'extension.add')
  const made = makeExtension(core, caller.accountId, wanted)
  return core.store.write(authorOf(caller), async (tx) => {
    const extension: Extension = { ...made, id: await tx.allocate(caller.accountId, 'extension', 1) }
    if (!(await tx.extensions.insert(extension))) throw numberTaken(extension.number)
    await followExtension(tx, undefined, extension)
    return {
      answer: extension,
      change: { noun: 'extension', verb: 'add', subject: extension.number, before: null, after: { ...extension } },
    }
  })
}

/**
 * An extension that is not in the book yet: its id is 0.
 *
 * @throws Refusal `invalid_value` of `secret`, as {@link createExtension} does.
 */
export function makeExtension(core: Core, accountId: number, wanted: NewExtension): Extension {
  const { secret, forward, ...settings } = wanted
  const now = core.clock.now()
  return {
    ...{ accountId, id: 0, hexId: core.ids.hexId() },
    ...defaultSettings,
    ...settings,
    ...countedBy(settings),
    forward: { ...defaultSettings.forward, ...forward },
    ...sealSecret(core, wanted.number, secret),
    ...{ createdAt: now, updatedAt: now },
  }
}
