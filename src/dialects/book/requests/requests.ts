import { findRequest, findRequests, type ShownRequest } from '../../../core/request-log/find-requests.ts'
import { findBodiesUntil, keepBodies } from '../../../core/request-log/keep-bodies.ts'
import { orNull, required } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { action, shows } from '../action.ts'
import { countParameter, idParameter, momentParameter, textParameter } from '../parameters.ts'
import { moment, momentOrNull, momentSchema, readFlag } from '../values.ts'

const change = exactly({ noun: string, verb: string, number: integer, subject: string }, ...['number', 'subject'])
const shown = {
  ...{
    id: string,
    at: momentSchema,
    ms: { type: 'number' },
    api: string,
    key: orNull(integer),
    keyName: orNull(string),
  },
  ...{ method: string, path: string, operation: orNull(string), status: integer, reason: orNull(string) },
  ...{ received: orNull(integer), sent: orNull(integer), change: orNull(change) },
  replayOf: orNull(string),
}

/** The schema of a request of a program, without its secrets. */
export const requestSchema = exactly(shown)

const body = exactly({ type: orNull(string), text: orNull(string), problem: orNull(string) })
const untilSchema = exactly({ until: orNull(momentSchema) })

function requestWire(request: ShownRequest): object {
  const { id, at, ms, dialect, credentialId, key, method, path, operation, status, reason, received, sent } = request
  return {
    ...{ id, at: moment(at), ms, api: dialect, key: credentialId, keyName: key, method, path, operation, status },
    ...{ reason, received, sent, change: request.change, replayOf: request.replay?.of ?? null },
  } satisfies Shown<typeof shown>
}

/** The status of an answer, or the first digit of one. */
const statusParameter = countParameter(0, 599, 0)

/** The calls about the log of requests. */
export const requestOperations = [
  action({
    does: 'GET /requests',
    summary: 'List the last requests of programs, the newest first',
    needs: ['request.find'],
    query: {
      ...{ key: idParameter, api: textParameter, status: statusParameter, q: textParameter },
      ...{ since: momentParameter, until: momentParameter, limit: countParameter(1, 1000, 100) },
    },
    answers: exactly({ requests: arrayOf(shared('request')) }),
    async answer(core, { caller, asked: { key, api, status, q, limit, ...times } }) {
      const query = {
        ...times,
        ...(key !== undefined && { credentialId: key }),
        ...(api !== undefined && { dialect: api }),
        ...(status > 0 && { status }),
        ...(q !== undefined && { text: q }),
      }
      return shows({ requests: (await findRequests(core, caller, limit, query)).map(requestWire) })
    },
  }),
  action({
    does: 'GET /requests/:id',
    summary: 'Show a request, with its body where it was kept',
    needs: ['request.find'],
    inPath: { id: string },
    answers: exactly({ request: shared('request'), body: orNull(body) }),
    async answer(core, { caller, params: { id = '' } }) {
      const { request, body: kept } = await findRequest(core, caller, id)
      const { type = null, text = null, problem = null } = kept ?? {}
      return shows({ request: requestWire(request), body: kept ? { type, text, problem } : null })
    },
  }),
  action({
    does: 'GET /request-bodies',
    summary: 'Tell until when the bodies of requests are kept',
    needs: ['request.find'],
    answers: untilSchema,
    async answer(core, { caller }) {
      return shows({ until: momentOrNull(await findBodiesUntil(core, caller)) })
    },
  }),
  action({
    does: 'POST /request-bodies',
    summary: 'Have the bodies of requests kept for an hour, or no more',
    needs: ['request.update'],
    body: { keep: required(readFlag) },
    answers: untilSchema,
    async answer(core, { caller, given: { keep } }) {
      return shows({ until: momentOrNull(await keepBodies(core, caller, keep)) })
    },
  }),
]
