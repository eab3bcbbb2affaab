import { Refusal } from '../../../core/errors.ts'
import { addOptOut } from '../../../core/opt-out/add-opt-out.ts'
import { bodyOf } from '../about.ts'
import { denials } from '../errors.ts'
import { memberOf, resourceOf } from '../members.ts'
import { operation } from '../operation.ts'
import { blockedNumberBody, blockedNumberResource, numberViolations, readBlockedNumber } from './blocked-number.wire.ts'

/** Closes a number for messages. `type` is only answered: what a key adds is blocked by the customer. */
export const blockedNumbersPost = operation({
  name: 'api_blocked_numbers_post',
  method: 'POST',
  url: '/blocked_numbers',
  hasSuffix: true,
  about: () => ({
    summary: 'Close a number for messages',
    body: bodyOf(blockedNumberBody, 'number'),
    answer: { kind: 'resource', type: 'BlockedNumber', status: 201 },
    errors: [409],
  }),
  async answer(core, { caller, body }) {
    const { value, isLinked } = body()
    const members = resourceOf(value, 'BlockedNumber')
    if (isLinked && memberOf(members, '@id') !== undefined) throw denials.updateOnly()
    const number = readBlockedNumber(members)
    const violations = numberViolations(number)
    if (number === undefined || violations.length > 0) throw denials.violations(violations)
    try {
      const optOut = await addOptOut(core, caller, { number, channel: 'messages' })
      return { kind: 'resource', status: 201, resource: blockedNumberResource(optOut) }
    } catch (error) {
      if (error instanceof Refusal && error.code === 'number_taken') throw denials.exists()
      throw error
    }
  },
})
