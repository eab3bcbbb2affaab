import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findWeakness } from './weak-secret.ts'

/** An extension with a weak secret, and the weakness of the secret. */
export interface AuditFinding {
  readonly number: string
  readonly name: string
  readonly weakness: string
}

/** The account's extensions whose secrets are weak. */
export async function auditExtensions(core: Core, caller: Caller): Promise<AuditFinding[]> {
  mustBeAllowed(caller, 'extension.audit')
  const extensions = await core.store.extensions.find(caller.accountId, {})
  return extensions.flatMap((extension) => {
    const weakness = findWeakness(core, extension)
    return weakness === undefined ? [] : [{ number: extension.number, name: extension.name, weakness }]
  })
}
