import { readEndpointOptions } from '../../core/extension/endpoint-options.ts'
import type { Extension } from '../../core/extension/extension.ts'
import type { Session } from '../engine/engine.ts'
import { eachSome, putManyRows } from '../engine/many-rows.ts'

/** Writes the options that the lines of an extension set. Wrong lines, from before lines were checked, set nothing. */
export async function writeEndpointOptions(session: Session, extension: Extension): Promise<void> {
  const read = readEndpointOptions(extension.moreOptions)
  if ('problem' in read || Object.keys(read.options).length === 0) return
  const options = Object.entries(read.options).map(([name, value]) => [`"${name}"`, value])
  const { accountId: account_id, id: extension_id } = extension
  await putManyRows(session, 'endpoint_options', [{ account_id, extension_id, ...Object.fromEntries(options) }])
}

export async function removeEndpointOptions(session: Session, extensions: readonly Extension[]): Promise<void> {
  const ids = extensions.map(({ id }) => id)
  await eachSome(ids, [extensions[0]?.accountId ?? 0], (list, parameters) =>
    session.put(`delete from endpoint_options where account_id = $1 and extension_id in (${list})`, parameters),
  )
}
