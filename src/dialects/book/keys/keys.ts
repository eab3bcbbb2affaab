import type { Caller } from '../../../core/caller.ts'
import { addCredential } from '../../../core/credential/add-credential.ts'
import type { Credential } from '../../../core/credential/credential.ts'
import { findCredentials, type ShownCredential } from '../../../core/credential/find-credentials.ts'
import { removeCredential } from '../../../core/credential/remove-credential.ts'
import { setCredentialEnabled } from '../../../core/credential/set-credential-enabled.ts'
import { mustExist, Refusal } from '../../../core/errors.ts'
import { isAllowed } from '../../../core/permission/must-be-allowed.ts'
import { oneOf, optional, orNull, pattern, required } from '../../fields.ts'
import { arrayOf, boolean, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { keyForm } from '../keys.ts'
import { allowedWords, everything, permissionsOf } from '../permissions.ts'
import { idIn, idSchema, listOf, moment, momentSchema, readFlag } from '../values.ts'

const inPath = { id: idSchema }
/** What is shown in the place of a token once it was shown. */
const tokenMask = '******'
const shown = {
  ...{ id: integer, api: string, name: orNull(string), permissions: arrayOf(string), requiresMatch: boolean },
  ...{ enabled: boolean, createdAt: momentSchema },
}

/** The schema of a key. It has no secret. */
export const keySchema = exactly(shown)

function keyWire(key: Credential | ShownCredential): object {
  const { id, dialect, username, permissions, requiresMatch, enabled, createdAt } = key
  return {
    ...{ id, api: dialect, name: username, permissions, requiresMatch, enabled, createdAt: moment(createdAt) },
  } satisfies Shown<typeof shown>
}

/** The calls about keys of programs. */
export const keyOperations = [
  action({
    does: 'GET /keys',
    summary: 'List the keys of all APIs',
    needs: ['credential.find'],
    answers: exactly({ keys: arrayOf(shared('key')) }),
    async answer(core, { caller }) {
      return shows({ keys: (await findCredentials(core, caller)).map(keyWire) })
    },
  }),
  action({
    does: 'POST /keys',
    summary: 'Make a key of this API: its token is shown once',
    needs: ['credential.add'],
    body: {
      name: optional(pattern(/^[\x21-\x7e]{1,64}$/, '1 to 64 characters of ASCII without spaces')),
      allow: optional(listOf(oneOf(...allowedWords), allowedWords.length, 1)),
      requiresMatch: optional(readFlag),
    },
    status: 201,
    answers: exactly({ key: shared('key'), token: string }),
    async answer(core, { caller, given: { name, allow = everything, requiresMatch } }) {
      const flags = { allow: [...allow], ...(name !== undefined && { name }) }
      const { credential } = keyForm.issue(flags, core.ids, { hasMasterKey: false })
      mustNotExceed(caller, credential.permissions ?? [])
      const wanted = { ...credential, dialect: 'book', ...(requiresMatch !== undefined && { requiresMatch }) }
      const key = await addCredential(core, caller, wanted)
      const { token = '' } = credential
      // Behind a crash the key may be that of the first try, of which nobody knows the token any more.
      const isSame = key.tokenHash === core.passwords.hashToken(token)
      const kept = { key: keyWire(key), token: tokenMask }
      return { ...made(`/keys/${key.id}`, { ...kept, token: isSame ? token : tokenMask }), kept }
    },
  }),
  action({
    does: 'GET /keys/:id',
    summary: 'Show a key',
    needs: ['credential.find'],
    inPath,
    answers: shared('key'),
    async answer(core, { caller, params }) {
      const wanted = idIn(params.id, 'key')
      const key = (await findCredentials(core, caller)).find(({ id }) => id === wanted)
      return shows(keyWire(mustExist(key, 'key')))
    },
  }),
  action({
    does: 'PATCH /keys/:id',
    summary: 'Enable or disable a key, from the next request on',
    needs: ['credential.update'],
    ...{ inPath, body: { enabled: required(readFlag) } },
    answers: shared('key'),
    async answer(core, { caller, params, given: { enabled } }) {
      return shows(keyWire(await setCredentialEnabled(core, caller, idIn(params.id, 'key'), enabled)))
    },
  }),
  action({
    does: 'DELETE /keys/:id',
    summary: 'Remove a key',
    needs: ['credential.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeCredential(core, caller, idIn(params.id, 'key'))
      return gone
    },
  }),
]

/** @throws Refusal `forbidden` for a key that may more than who makes it. */
function mustNotExceed(caller: Caller, permissions: readonly string[]): void {
  const more = [...permissionsOf({ permissions, revealsSecrets: false })].find((each) => !isAllowed(caller, each))
  if (more !== undefined) throw new Refusal('forbidden', `not allowed: a key that may more than its maker, as ${more}`)
}
