import type { Part } from './openapi.ts'
import type { OperationFacts } from './operation.ts'

/** The texts of the answers to conditions and retries. */
export const conditionTexts = {
  409: 'It cannot be done as things are',
  412: 'The thing is not in the state that If-Match or If-None-Match demands',
  422: 'The Idempotency-Key belongs to another request',
  428: 'The key must send If-Match',
} as const

const text = { type: 'string' }
const conditions: readonly Part[] = [
  { name: 'If-Match', in: 'header', schema: text, description: 'ETags that were read: others make the write fail' },
  { name: 'If-None-Match', in: 'header', schema: text, description: '`*` where the thing must not be there' },
]
const retry: Part = {
  ...{ name: 'Idempotency-Key', in: 'header', schema: { ...text, maxLength: 257 } },
  description: 'The name of a request that may be sent again: it has its effect once, and the same answer each time',
}

/** The headers by which a write is bound to a state or may come again, and the statuses of their refusals. */
export function conditionsOf({ revises }: Pick<OperationFacts, 'revises'>): {
  readonly parameters: readonly Part[]
  readonly statuses: readonly (keyof typeof conditionTexts)[]
} {
  return {
    parameters: [...(revises ? conditions : []), retry],
    statuses: [409, 412, 422, ...(revises ? ([428] as const) : [])],
  }
}

/** The answer to a read of what the client has already. */
export const notModified = { 304: { description: 'The client has it: If-None-Match names its ETag', contents: {} } }
