import type { PbxAccountReader, PbxAccountWriter } from '../../core/pbx/pbx-account-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'

export function pbxAccountReader(session: Session): PbxAccountReader {
  return {
    async get() {
      const row = await session.one('select * from pbx_account', [])
      return row && (whole('pbxAccount', row).account_id as number)
    },
  }
}

export function pbxAccountWriter(session: Session): PbxAccountWriter {
  return {
    ...pbxAccountReader(session),
    async set(accountId) {
      await insertRow(
        session,
        'pbx_account',
        { one: 1, account_id: accountId },
        'on conflict (one) do update set account_id = excluded.account_id, checksum = excluded.checksum',
      )
    },
  }
}
