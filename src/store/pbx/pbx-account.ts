import type { PbxAccountReader, PbxAccountWriter } from '../../core/pbx/pbx-account-port.ts'
import type { Session } from '../engine/engine.ts'

export function pbxAccountReader(session: Session): PbxAccountReader {
  return {
    async get() {
      return (await session.one('select account_id from pbx_account', []))?.account_id as number | undefined
    },
  }
}

export function pbxAccountWriter(session: Session): PbxAccountWriter {
  return {
    ...pbxAccountReader(session),
    async set(accountId) {
      await session.run(
        `insert into pbx_account (one, account_id) values (1, $1)
         on conflict (one) do update set account_id = excluded.account_id`,
        [accountId],
      )
    },
  }
}
