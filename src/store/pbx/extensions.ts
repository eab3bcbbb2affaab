import type { Extension, ExtensionRef } from '../../core/extension/extension.ts'
import type { ExtensionReader, ExtensionWriter } from '../../core/extension/extension-port.ts'
import { isGateway } from '../../core/extension/gateway.ts'
import { asAsked, whole } from '../checks/damaged.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import { countRows, eachSome, lockManyRows, putManyRows, updateManyRows, updateRow } from '../engine/many-rows.ts'
import type { Row, Value } from '../engine/value.ts'
import { removeEndpointOptions, writeEndpointOptions } from './endpoint-options.ts'

export function extensionReader(engine: Engine, session: Session): ExtensionReader {
  return {
    get: (accountId, ref) => readExtension(session.one, accountId, ref),
    async find(accountId, query) {
      const { sql, parameters } = conditionsOf(engine, accountId, { name: query.name, number: query.number })
      const rows = await session.all(`select * from extensions where ${sql} order by id`, parameters)
      return rows.map(toExtension)
    },
    async page(accountId, query, { after, limit }) {
      const { sql, parameters } = conditionsOf(engine, accountId, { name: query.name, number: query.number })
      const [from, most] = [`$${parameters.length + 1}`, `$${parameters.length + 2}`]
      const rows = await session.all(
        `select * from extensions where ${sql} and id > ${from} order by id limit ${most}`,
        [...parameters, after, limit],
      )
      return rows.map(toExtension)
    },
  }
}

export function extensionWriter(session: Session): ExtensionWriter {
  return {
    lock: (accountId, ref) => readExtension(session.lockOne, accountId, ref),

    async insert(extension) {
      const written = await insertRow(
        session,
        'extensions',
        toRow(extension),
        'on conflict (account_id, number) do nothing',
      )
      if (written === 1) await writeEndpointOptions(session, extension)
      return written === 1
    },

    async update(before, after) {
      if (before.number !== after.number && (await isTaken(session, after))) return false
      await updateRow(session, 'extensions', toRow(before), toRow(after))
      if (before.moreOptions === after.moreOptions) return true
      await removeEndpointOptions(session, [after])
      await writeEndpointOptions(session, after)
      return true
    },

    async remove(extension) {
      await removeEndpointOptions(session, [extension])
      await session.put('delete from extensions where account_id = $1 and id = $2', [extension.accountId, extension.id])
    },

    async lockMany(accountId, ids) {
      return (await lockManyRows(session, 'extensions', accountId, ids)).map(toExtension)
    },

    async insertMany(extensions) {
      const conflict = 'on conflict (account_id, number) do nothing'
      await putManyRows(session, 'extensions', extensions.map(toRow), conflict)
      const written = await countRows(session, 'extensions', extensions[0]?.accountId ?? 0, idsOf(extensions))
      if (written < extensions.length) return false
      for (const extension of extensions) await writeEndpointOptions(session, extension)
      return true
    },

    async updateMany(changes) {
      await updateManyRows(
        session,
        'extensions',
        changes.map(({ before, after }) => ({ before: toRow(before), after: toRow(after) })),
      )
      const others = changes.flatMap(({ before, after }) => (before.moreOptions === after.moreOptions ? [] : [after]))
      await removeEndpointOptions(session, others)
      for (const extension of others) await writeEndpointOptions(session, extension)
    },

    async removeMany(extensions) {
      await removeEndpointOptions(session, extensions)
      await eachSome(idsOf(extensions), [extensions[0]?.accountId ?? 0], (list, parameters) =>
        session.put(`delete from extensions where account_id = $1 and id in (${list})`, parameters),
      )
    },
  }
}

/** Whether another extension has the number. */
async function isTaken(session: Session, { accountId, number, id }: Extension): Promise<boolean> {
  const sql = 'select id from extensions where account_id = $1 and number = $2 and id <> $3'
  return (await session.one(sql, [accountId, number, id])) !== undefined
}

async function readExtension(
  one: Session['one'],
  accountId: number,
  ref: ExtensionRef,
): Promise<Extension | undefined> {
  if ('id' in ref) {
    const row = await one('select * from extensions where account_id = $1 and id = $2', [accountId, ref.id])
    return row && toExtension(asAsked('extensions', row, { account_id: accountId, id: ref.id }))
  }
  const row = await one('select * from extensions where account_id = $1 and hex_id = $2', [accountId, ref.hexId])
  return row && toExtension(asAsked('extensions', row, { account_id: accountId, hex_id: ref.hexId }))
}

function toExtension(row: Row): Extension {
  whole('extension', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    technology: row.technology as Extension['technology'],
    active: row.active === 1,
    name: row.name as string,
    number: row.number as string,
    callerIdNumber: row.caller_id_number as string,
    sealedSecret: row.sealed_secret as string,
    digest: row.digest as string,
    callRecord: row.call_record === 1,
    pushNotification: row.push_notification === 1,
    deny: row.deny as string,
    permit: row.permit as string,
    dtmfMode: row.dtmf_mode as string,
    canReinvite: row.can_reinvite === 1,
    directMedia: row.direct_media === 1,
    context: row.context as string,
    host: row.host as string,
    kind: row.kind as Extension['kind'],
    nat: row.nat as string,
    port: row.port as number,
    qualify: row.qualify === 1,
    callGroup: row.call_group as string,
    pickupGroup: row.pickup_group as string,
    callCounter: row.call_counter === 1,
    faxDetect: row.fax_detect === 1,
    callLimit: row.call_limit as number | null,
    trunk: row.trunk === null ? null : row.trunk === 1,
    transfer: row.transfer as string | null,
    email: row.email as string,
    forward: {
      busy: row.forward_busy as string,
      noAnswer: row.forward_no_answer as string,
      unavailable: row.forward_unavailable as string,
      all: row.forward_all as string,
    },
    moreOptions: row.more_options as string,
    description: row.description as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

function toRow(extension: Extension): Record<string, Value> {
  return {
    account_id: extension.accountId,
    id: extension.id,
    hex_id: extension.hexId,
    number: extension.number,
    name: extension.name,
    sealed_secret: extension.sealedSecret,
    digest: extension.digest,
    technology: extension.technology,
    active: flag(extension.active),
    caller_id_number: extension.callerIdNumber,
    call_record: flag(extension.callRecord),
    push_notification: flag(extension.pushNotification),
    deny: extension.deny,
    permit: extension.permit,
    dtmf_mode: extension.dtmfMode,
    can_reinvite: flag(extension.canReinvite),
    direct_media: flag(extension.directMedia),
    context: extension.context,
    host: extension.host,
    kind: extension.kind,
    nat: extension.nat,
    port: extension.port,
    qualify: flag(extension.qualify),
    call_group: extension.callGroup,
    pickup_group: extension.pickupGroup,
    call_counter: flag(extension.callCounter),
    fax_detect: flag(extension.faxDetect),
    call_limit: extension.callLimit,
    trunk: extension.trunk === null ? null : flag(extension.trunk),
    gateway: flag(isGateway(extension)),
    transfer: extension.transfer,
    email: extension.email,
    forward_busy: extension.forward.busy,
    forward_no_answer: extension.forward.noAnswer,
    forward_unavailable: extension.forward.unavailable,
    forward_all: extension.forward.all,
    more_options: extension.moreOptions,
    description: extension.description,
    created_at: extension.createdAt,
    updated_at: extension.updatedAt,
  }
}

function idsOf(extensions: readonly Extension[]): number[] {
  return extensions.map(({ id }) => id)
}

function flag(value: boolean): number {
  return value ? 1 : 0
}
