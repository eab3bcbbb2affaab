import type { FastifyRequest } from 'fastify'
import type { Account } from '../core/account/account.ts'
import { findAccounts } from '../core/account/find-accounts.ts'
import { timeZoneOf } from '../core/account/time-zone-of.ts'
import type { Core } from '../core/core.ts'
import { isAllowed } from '../core/permission/must-be-allowed.ts'
import { callerOfPerson, serverCallerOf } from '../core/person/caller-of-person.ts'
import { findSession } from '../core/person/find-session.ts'
import type { SignedInPerson } from '../core/person/person.ts'
import type { ServerFacts } from './facts.ts'
import { html } from './html.ts'
import { cookieOf, cookies, originOf } from './requests.ts'
import type { Texts } from './texts/texts.ts'
import type { View } from './view.ts'
import { wholeIn } from './whole-in.ts'

/** The request of somebody who has signed in; `nobody` where there is no session that holds. */
export async function viewOf(
  core: Core,
  request: FastifyRequest,
  texts: Texts,
  facts: ServerFacts,
): Promise<View | 'nobody' | 'no account'> {
  const cookie = cookieOf(request, cookies.session)
  const who = cookie && (await findSession(core, cookie))
  if (!who) return 'nobody'
  const accounts = await accountsOf(core, who)
  const wanted = wholeIn(cookieOf(request, cookies.account))
  const account = accounts.find(({ id }) => id === wanted) ?? accounts[0]
  if (!account) return 'no account'
  const caller = callerOfPerson(who.person, account.id)
  const zone = timeZoneOf(account) ?? 'UTC'
  return {
    ...{ core, who, caller, account, accounts, texts, facts, owner: serverCallerOf(who.person), zone },
    t: texts.t,
    query: new URLSearchParams(request.url.split('?')[1] ?? ''),
    form: request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
    parameters: request.params as Readonly<Record<string, string>>,
    token: core.passwords.hashToken(`form\n${cookie}`),
    origin: originOf(request),
    may: (permission) => isAllowed(caller, permission),
    moment: (at) => html`<time datetime="${new Date(at).toISOString()}"><bdi>${texts.moment(at, zone)}</bdi></time>`,
  }
}

/** The accounts that are open for a person: all for an owner, else the own one. */
async function accountsOf(core: Core, { person }: SignedInPerson): Promise<readonly Account[]> {
  const owner = serverCallerOf(person)
  if (owner) return findAccounts(core, owner)
  const account = person.accountId === null ? undefined : await core.store.accounts.byId(person.accountId)
  return account ? [account] : []
}
