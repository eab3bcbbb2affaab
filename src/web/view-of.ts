import type { FastifyRequest } from 'fastify'
import { timeZoneOf } from '../core/account/time-zone-of.ts'
import type { Core } from '../core/core.ts'
import { isAllowed } from '../core/permission/must-be-allowed.ts'
import { accountsOfPerson } from '../core/person/accounts-of-person.ts'
import { writeTokenOf } from '../core/person/browser.ts'
import { callerOfPerson, serverCallerOf } from '../core/person/caller-of-person.ts'
import { findSession } from '../core/person/find-session.ts'
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
  const accounts = await accountsOfPerson(core, who.person)
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
    token: writeTokenOf(cookie ?? '', core),
    origin: originOf(request),
    isGone: () => request.raw.socket.destroyed,
    may: (permission) => isAllowed(caller, permission),
    moment: (at) => html`<time datetime="${new Date(at).toISOString()}"><bdi>${texts.moment(at, zone)}</bdi></time>`,
  }
}
