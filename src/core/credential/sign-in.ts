import type { Core } from '../core.ts'
import type { SignIns } from '../sign-in/sign-ins.ts'
import type { SignInRecord } from './credential.ts'

/** The parts that a client presented. Either may be absent, empty or wrong. */
export interface Presented {
  readonly basic?: { readonly username: string; readonly password: string }
  readonly token?: string
}

/**
 * Finds the credential that a client signs in with; undefined when there is none. A credential looks only at the parts
 * that its scheme asks for: clients send an empty or foreign token beside a good password, and the other way round.
 *
 * @throws Slowed.
 */
export function signIn(
  core: Core,
  signIns: SignIns,
  address: string,
  presented: Presented,
): Promise<SignInRecord | undefined> {
  const { basic, token = '' } = presented
  const attempt = {
    address,
    secret: JSON.stringify([basic?.username, basic?.password, token]),
    ...(basic?.username && { name: ['user', basic.username] as const }),
  }
  return signIns.attempt(attempt, () => find(core, signIns.dialect, presented))
}

async function find(core: Core, dialect: string, presented: Presented): Promise<SignInRecord | undefined> {
  const byPassword = await withPassword(core, dialect, presented.basic)
  if (byPassword?.scheme === 'basic') return byPassword
  const byToken = presented.token
    ? await core.store.credentials.byTokenHash(dialect, core.passwords.hashToken(presented.token))
    : undefined
  if (!byToken || !isUsable(byToken)) return undefined
  if (byToken.scheme === 'token') return byToken
  return byToken.scheme === 'both' && byToken.id === byPassword?.id ? byToken : undefined
}

async function withPassword(core: Core, dialect: string, basic: Presented['basic']): Promise<SignInRecord | undefined> {
  if (!basic?.username) return undefined
  const record = await core.store.credentials.byUsername(dialect, basic.username)
  const isRight = await core.passwords.verify(basic.password, record?.passwordHash ?? undefined)
  return record && isRight && isUsable(record) ? record : undefined
}

function isUsable(record: SignInRecord): boolean {
  return record.enabled && record.accountEnabled
}
