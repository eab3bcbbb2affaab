import type { Credential, SignInRecord, SignInScheme } from '../core/credential/credential.ts'
import type { CredentialReader, CredentialWriter } from '../core/credential/credential-port.ts'
import { isThere } from './accounts.ts'
import { asAsked, whole } from './checks/damaged.ts'
import { sumAgain } from './checks/sum-row.ts'
import type { Session } from './engine/engine.ts'
import type { Row } from './engine/value.ts'

export function credentialReader(session: Session): CredentialReader {
  return {
    async all() {
      return (await session.all(`select * from credentials where ${isThere('account_id')} order by id`, [])).map(
        toCredential,
      )
    },
    async ofAccount(accountId) {
      return (await session.all('select * from credentials where account_id = $1 order by id', [accountId])).map(
        toCredential,
      )
    },
    async byId(id) {
      const row = await session.one(`select * from credentials where id = $1 and ${isThere('account_id')}`, [id])
      return row && toCredential(row)
    },
    async byUsername(dialect, username) {
      const row = await session.one('select * from credentials where dialect = $1 and username = $2', [
        dialect,
        username,
      ])
      return withAccount(session, row && asAsked('credentials', row, { dialect, username }))
    },
    async byTokenHash(dialect, tokenHash) {
      const row = await session.one('select * from credentials where dialect = $1 and token_hash = $2', [
        dialect,
        tokenHash,
      ])
      return withAccount(session, row && asAsked('credentials', row, { dialect, token_hash: tokenHash }))
    },
  }
}

export function credentialWriter(session: Session): CredentialWriter {
  return {
    ...credentialReader(session),

    async insert(credential) {
      const row = await session.one(
        `insert into credentials (account_id, dialect, scheme, username, password_hash, token_hash, permissions,
           reveals_secrets, enabled, created_at, requires_match, same_body_within)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict do nothing returning id`,
        [
          credential.accountId,
          credential.dialect,
          credential.scheme,
          credential.username,
          credential.passwordHash,
          credential.tokenHash,
          JSON.stringify(credential.permissions),
          credential.revealsSecrets ? 1 : 0,
          credential.enabled ? 1 : 0,
          credential.createdAt,
          credential.requiresMatch ? 1 : null,
          credential.sameBodyWithin,
        ],
      )
      const summed = row && (await sumAgain(session, 'credential', row.id as number))
      return summed && toCredential(summed)
    },

    async lock(id) {
      const row = await session.lockOne('select * from credentials where id = $1', [id])
      return row && toCredential(row)
    },

    async setEnabled(id, enabled) {
      await session.run('update credentials set enabled = $2 where id = $1', [id, enabled ? 1 : 0])
      await sumAgain(session, 'credential', id)
    },

    async remove(id) {
      await session.run('delete from credentials where id = $1', [id])
    },
  }
}

function toCredential(row: Row): Credential {
  whole('credential', row)
  return {
    id: row.id as number,
    accountId: row.account_id as number,
    dialect: row.dialect as string,
    scheme: row.scheme as SignInScheme,
    username: row.username as string | null,
    passwordHash: row.password_hash as string | null,
    tokenHash: row.token_hash as string | null,
    permissions: JSON.parse(row.permissions as string),
    revealsSecrets: row.reveals_secrets === 1,
    requiresMatch: row.requires_match === 1,
    sameBodyWithin: (row.same_body_within ?? null) as number | null,
    enabled: row.enabled === 1,
    createdAt: row.created_at as number,
  }
}

/** A credential with what its account says of signing in; undefined where the account was removed. */
async function withAccount(session: Session, row: Row | undefined): Promise<SignInRecord | undefined> {
  if (!row) return undefined
  const credential = toCredential(row)
  const account = await session.one(
    `select accounts.*, (select until from log_switches where account_id = accounts.id) as bodies_until
     from accounts where id = $1 and removed_at is null`,
    [credential.accountId],
  )
  if (!account) return undefined
  whole('account', account)
  return {
    ...credential,
    accountEnabled: account.enabled === 1,
    masterHash: account.master_hash as string | null,
    bodiesUntil: (account.bodies_until ?? 0) as number,
  }
}
