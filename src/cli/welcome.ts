import { type Dialect, dialects, type IssuedKey, type Sample } from '../app.ts'
import type { Account } from '../core/account/account.ts'
import { addAccount } from '../core/account/add-account.ts'
import { findAccounts } from '../core/account/find-accounts.ts'
import { addCredential } from '../core/credential/add-credential.ts'
import { Refusal } from '../core/errors.ts'
import { onAccount } from '../core/permission/callers.ts'
import type { Outcome, OwnedBook } from './command.ts'
import { keyLines } from './key/key-lines.ts'

const newcomersAccount = 'default'

/** A new key of a dialect, and samples that use it. The key can be shown only now. */
interface Gift {
  readonly dialect: Dialect
  readonly key: IssuedKey
  readonly samples: readonly Sample[]
}

/**
 * Gives an empty book an account, with a credential for each dialect. Returns undefined when there is an account
 * already.
 */
export async function welcomeNewcomer({ core, owner }: OwnedBook, url: string): Promise<Outcome | undefined> {
  const account = await firstAccount({ core, owner })
  if (!account) return undefined
  const caller = onAccount(owner, account.id)
  const gifts: Gift[] = []
  for (const dialect of dialects) {
    const key = dialect.keyForm.issue({}, core.ids, account)
    await addCredential(core, caller, { ...key.credential, dialect: dialect.name })
    gifts.push({ dialect, key, samples: await dialect.welcome(core, caller, key, url) })
  }
  return {
    text: gifts.map((gift) => textOf(account, gift)).join('\n'),
    json: {
      account: account.name,
      dialects: gifts.map(({ dialect, key, samples }) => ({ dialect: dialect.name, key: key.show, samples })),
    },
  }
}

async function firstAccount({ core, owner }: Pick<OwnedBook, 'core' | 'owner'>): Promise<Account | undefined> {
  if ((await findAccounts(core, owner)).length > 0) return undefined
  try {
    return await addAccount(core, owner, newcomersAccount)
  } catch (error) {
    // Another process was faster: the book is not empty any more.
    if (error instanceof Refusal && error.code === 'name_taken') return undefined
    throw error
  }
}

function textOf(account: Account, { dialect, key, samples }: Gift): string {
  return [
    '',
    `${dialect.title}: the book is new. It has an account '${account.name}' now, with this key, which is shown only once:`,
    ...keyLines(key),
    ...samples.flatMap(({ title, command }) => ['', `# ${title}`, command]),
    '',
  ].join('\n')
}
