import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { SignInRecord } from '../credential/credential.ts'
import { mustExist, Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { findRequest } from './find-requests.ts'
import type { BodyProblem, LoggedRequest, Replay } from './logged-request.ts'

/** A request that is sent once more. */
export interface RequestAgain extends Pick<LoggedRequest, 'dialect' | 'method' | 'path'> {
  readonly key: SignInRecord
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly replay: Replay
}

/** The answer to it; without an id where it was refused before anybody looked at its key. */
export interface AnswerAgain {
  readonly status: number
  readonly id?: string | undefined
}

/** Sends requests once more, through all that requests go through, but that it lets their keys in. */
export interface Replayer {
  send(request: RequestAgain): Promise<AnswerAgain>
}

const reasons: Readonly<Record<BodyProblem, string>> = {
  long: 'its body was too long to be kept',
  unreadable: 'its body was not kept',
  secret: 'it had secrets, which nobody knows any more',
}

/**
 * Sends a request once more, as the key that sent it and with its permissions of now.
 *
 * @throws Refusal `not_found`; `conflict` where its key lives no more, or its body is not there as it was.
 */
export async function replayRequest(core: Core, caller: Caller, id: string, replayer: Replayer): Promise<AnswerAgain> {
  mustBeAllowed(caller, 'request.replay')
  const { request, body } = await findRequest(core, caller, id)
  const { credentialId, dialect, method, path } = request
  if (credentialId === null) throw cannot('nobody knows its key')
  if (body === undefined) throw cannot('its body was not kept')
  if (body.text === null || body.problem !== null) throw cannot(reasons[body.problem ?? 'unreadable'])
  const key = await findKey(core, caller.accountId, credentialId)
  const headers = { ...body.headers, ...(body.type !== null && { 'content-type': body.type }) }
  const replay = { of: request.id, by: caller.name ?? caller.origin }
  return replayer.send({ key, dialect, method, path, headers, body: body.text, replay })
}

async function findKey({ store }: Core, accountId: number, id: number): Promise<SignInRecord> {
  const key = await store.credentials.byId(id)
  const { enabled } = mustExist(await store.accounts.byId(accountId), 'account')
  if (!key?.enabled || key.accountId !== accountId || !enabled) throw cannot('its key lives no more')
  const bodiesUntil = (await store.requestLog.bodiesUntil(accountId)) ?? 0
  return { ...key, accountEnabled: enabled, masterHash: null, bodiesUntil }
}

function cannot(reason: string): Refusal {
  return new Refusal('conflict', `the request cannot be sent once more: ${reason}`)
}
