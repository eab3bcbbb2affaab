import type { ReadSession } from '../engine/engine.ts'

/** The state of the index for an account. */
export interface IndexState {
  readonly isWhole: boolean
  /** Another number after each change of a text of the account's groups. */
  readonly version: number
}

/** Reads the state of the index for an account. */
export async function readIndexState(session: ReadSession, accountId: number): Promise<IndexState> {
  const row = await session.one(
    `select (select whole from index_state where name = 'groups') as whole,
       (select version from index_versions where account_id = $1) as version`,
    [accountId],
  )
  return { isWhole: row?.whole === 1, version: (row?.version ?? 0) as number }
}
