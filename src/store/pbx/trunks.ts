import type { Trunk } from '../../core/trunk/trunk.ts'
import type { TrunkReader, TrunkWriter } from '../../core/trunk/trunk-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

export function trunkReader(session: Session): TrunkReader {
  return {
    async all(accountId) {
      return (await session.all('select * from trunks where account_id = $1 order by name', [accountId])).map(toTrunk)
    },
  }
}

export function trunkWriter(session: Session): TrunkWriter {
  return {
    async lock(accountId, name) {
      const row = await session.lockOne('select * from trunks where account_id = $1 and name = $2', [accountId, name])
      return row && toTrunk(row)
    },
    async put({ accountId, name, host, port, username, sealedPassword, ...trunk }) {
      const row = {
        ...{ account_id: accountId, name, host, port, username, sealed_password: sealedPassword },
        ...{ caller_id: trunk.callerId, number_form: trunk.numberForm },
        ...{ default_number: trunk.defaultNumber, privacy_prefix: trunk.privacyPrefix },
      }
      await insertRow(
        session,
        'trunks',
        row,
        `on conflict (account_id, name) do update set host = excluded.host, port = excluded.port,
           username = excluded.username, sealed_password = excluded.sealed_password, caller_id = excluded.caller_id,
           number_form = excluded.number_form, default_number = excluded.default_number,
           privacy_prefix = excluded.privacy_prefix, checksum = excluded.checksum`,
      )
    },
    async remove({ accountId, name }) {
      await session.run('delete from trunks where account_id = $1 and name = $2', [accountId, name])
    },
  }
}

function toTrunk(row: Row): Trunk {
  whole('trunk', row)
  return {
    accountId: row.account_id as number,
    name: row.name as string,
    host: row.host as string,
    port: row.port as number,
    username: row.username as string | null,
    sealedPassword: row.sealed_password as string | null,
    callerId: row.caller_id as Trunk['callerId'],
    numberForm: row.number_form as Trunk['numberForm'],
    defaultNumber: row.default_number as string | null,
    privacyPrefix: row.privacy_prefix as string | null,
  }
}
