import type { Core } from '../../../core/core.ts'
import { createExtension } from '../../../core/extension/create-extension.ts'
import type { Extension } from '../../../core/extension/extension.ts'
import { extensionAt } from '../../../core/extension/extension-at.ts'
import { secretMask } from '../../../core/extension/extension-secret.ts'
import {
  type ExtensionSearch,
  extensionsAtMost,
  findExtensionPage,
} from '../../../core/extension/find-extension-page.ts'
import { getExtension } from '../../../core/extension/get-extension.ts'
import { removeExtension } from '../../../core/extension/remove-extension.ts'
import { updateExtension } from '../../../core/extension/update-extension.ts'
import { revisionOf } from '../../../core/revision/revision.ts'
import { orNull, required } from '../../fields.ts'
import { arrayOf, exactly, integer, shared } from '../../schemas.ts'
import { action, gone, made, shows } from '../action.ts'
import { pastMoment, pastSchema } from '../groups/past-group.ts'
import { pageParameters, textParameter } from '../parameters.ts'
import { groupIdSchema, refIn } from '../values.ts'
import { callingFields, extensionFields, extensionWire, newExtensionSchema } from './extension.wire.ts'

const inPath = { id: groupIdSchema }
const { number, name } = callingFields

/** The length of a secret that is made up. */
const secretLength = 20

/** The calls about PBX users. */
export const extensionOperations = [
  action({
    does: 'GET /extensions',
    summary: 'List the extensions',
    needs: ['extension.find'],
    query: { q: textParameter, ...pageParameters(extensionsAtMost) },
    answers: exactly({ extensions: arrayOf(shared('extension')), next: orNull(integer) }),
    async answer(core, { caller, asked: { q, ...part } }) {
      const search: ExtensionSearch = q === undefined ? {} : { search: q }
      const { extensions, next } = await findExtensionPage(core, caller, search, part)
      return shows({ extensions: extensions.map(extensionWire), next })
    },
  }),
  action({
    does: 'POST /extensions',
    summary: 'Make an extension: its secret is shown once',
    needs: ['extension.add'],
    body: { number: required(number.read), name: required(name.read), ...extensionFields },
    status: 201,
    answers: newExtensionSchema,
    async answer(core, { caller, given }) {
      const secret = given.secret ?? core.ids.secret(secretLength)
      const extension = await createExtension(core, caller, { ...given, secret })
      const answer = made(`/extensions/${extension.id}`, withSecret(core, extension), revisionOf(extension))
      return { ...answer, kept: withoutSecret(extension) }
    },
  }),
  action({
    does: 'GET /extensions/:id',
    summary: 'Show an extension, also as it was',
    needs: ['extension.find'],
    ...{ inPath, query: { at: { ...textParameter, schema: pastSchema } }, isTagged: true },
    answers: shared('extension'),
    async answer(core, { caller, params, asked: { at } }) {
      const extension = await getExtension(core, caller, refIn(params.id, 'extension'))
      if (at === undefined) return shows(extensionWire(extension), revisionOf(extension))
      const then = await pastMoment(core, caller, at)
      return shows(extensionWire(await extensionAt(core, caller, extension.number, then)))
    },
  }),
  action({
    does: 'PATCH /extensions/:id',
    summary: 'Change the settings of an extension, its forwards and its secret',
    needs: ['extension.update'],
    ...{ inPath, revises: 'extension', body: { number, name, ...extensionFields } },
    answers: shared('extension'),
    async answer(core, { caller, params, given }) {
      const extension = await updateExtension(core, caller, refIn(params.id, 'extension'), given)
      return shows(extensionWire(extension), revisionOf(extension))
    },
  }),
  action({
    does: 'DELETE /extensions/:id',
    summary: 'Remove an extension',
    needs: ['extension.remove'],
    ...{ inPath, revises: 'extension', status: 204 },
    async answer(core, { caller, params }) {
      await removeExtension(core, caller, refIn(params.id, 'extension'))
      return gone
    },
  }),
  action({
    does: 'POST /extensions/:id/secret',
    summary: 'Make up another secret for an extension, and show it once',
    needs: ['extension.update'],
    ...{ inPath, revises: 'extension' },
    answers: newExtensionSchema,
    async answer(core, { caller, params }) {
      const secret = core.ids.secret(secretLength)
      const extension = await updateExtension(core, caller, refIn(params.id, 'extension'), { secret })
      const answer = shows(withSecret(core, extension), revisionOf(extension))
      return { ...answer, kept: withoutSecret(extension) }
    },
  }),
]

/** The secret is read from what was written: it is another one where the request comes again behind a crash. */
function withSecret(core: Core, extension: Extension): object {
  return { extension: extensionWire(extension), secret: core.vault.open(extension.sealedSecret) }
}

/** The answer as it is kept for a request that comes again. */
function withoutSecret(extension: Extension): object {
  return { extension: extensionWire(extension), secret: secretMask }
}
