import { DatabaseError } from 'pg'
import { Refusal } from '../../core/errors.ts'
import type { PbxRole } from '../../core/pbx/pbx-role.ts'
import type { Session } from '../engine/engine.ts'

const insufficientPrivilege = '42501'

/**
 * Lets a role sign in and read the views that are made for the PBX, and nothing else. Returns undefined when the role
 * may now. Returns the statements that would let it when we may not run them: somebody with that right can.
 */
export async function admitRole(
  reader: Session,
  transaction: (work: (session: Session) => Promise<void>) => Promise<void>,
  role: PbxRole,
): Promise<string | undefined> {
  const statements = await statementsFor(reader, role)
  try {
    await transaction(async (session) => {
      for (const statement of statements) await session.run(statement, [])
    })
    return undefined
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== insufficientPrivilege) throw error
    return statements.map((statement) => `${statement};\n`).join('')
  }
}

/** The statements that let the role in. The server itself quotes the names and the password in them. */
async function statementsFor(reader: Session, { name, password, isNew, mayReplace }: PbxRole): Promise<string[]> {
  const exists = await reader.one('select 1 as found from pg_roles where rolname = $1', [name])
  if (exists && isNew && !mayReplace) {
    throw new Refusal(
      'conflict',
      `the database has the role ${name} already, and its password is not in this folder: copy the file database.password ` +
        'from the folder of the PBX that signs in with it, or name that folder. --new-database-password makes a new one, ' +
        'with which the PBX of another folder cannot sign in any more',
    )
  }
  const verb = exists ? 'alter' : 'create'
  const rows = await reader.all(
    `select format('${verb} role %I login password %L', $1::text, $2::text) as statement where $3::int = 1
     union all
     select format('grant usage on schema %I to %I', current_schema(), $1::text)
     union all
     select format('alter role %I set search_path = %I', $1::text, current_schema()) where current_schema() <> 'public'
     union all
     select format('grant select on %I.%I to %I', schemaname, viewname, $1::text)
     from pg_views where schemaname = current_schema() and viewname ~ '^(ps|pbx)_'`,
    [name, password, isNew || !exists ? 1 : 0],
  )
  return rows.map(({ statement }) => statement as string)
}
