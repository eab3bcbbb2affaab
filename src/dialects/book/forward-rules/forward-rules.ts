import { Refusal } from '../../../core/errors.ts'
import { findForwardRules } from '../../../core/forward-rule/find-forward-rules.ts'
import type { ForwardRule } from '../../../core/forward-rule/forward-rule.ts'
import { removeForwardRule } from '../../../core/forward-rule/remove-forward-rule.ts'
import { setForwardRule } from '../../../core/forward-rule/set-forward-rule.ts'
import { pattern, required } from '../../fields.ts'
import { arrayOf, boolean, exactly, string } from '../../schemas.ts'
import { action, gone, shows } from '../action.ts'
import { readFlag } from '../values.ts'

const prefixForm = /^(\+[0-9]{0,19}|[0-9]{1,20})$/
const readPrefix = pattern(prefixForm, '1 to 20 digits, with or without a + before them')
const ruleSchema = exactly({ prefix: string, allowed: boolean })

const ruleWire = ({ prefix, allowed }: ForwardRule) => ({ prefix, allowed })

/** The calls about the prefixes to which calls may be forwarded. */
export const forwardRuleOperations = [
  action({
    does: 'GET /forward-rules',
    summary: 'List the prefixes to which calls may be forwarded, and those to which they may not',
    needs: ['forward-rule.find'],
    answers: exactly({ forwardRules: arrayOf(ruleSchema) }),
    async answer(core, { caller }) {
      return shows({ forwardRules: (await findForwardRules(core, caller)).map(ruleWire) })
    },
  }),
  action({
    does: 'POST /forward-rules',
    summary: 'Allow or deny forwards to a prefix: the rule takes the place of the one that it had',
    needs: ['forward-rule.set'],
    body: { prefix: required(readPrefix), allowed: required(readFlag) },
    answers: ruleSchema,
    async answer(core, { caller, given }) {
      return shows(ruleWire(await setForwardRule(core, caller, given)))
    },
  }),
  action({
    does: 'DELETE /forward-rules/:prefix',
    summary: 'Remove a forward rule',
    needs: ['forward-rule.remove'],
    inPath: { prefix: { type: 'string', pattern: prefixForm.source } },
    status: 204,
    async answer(core, { caller, params }) {
      const { prefix = '' } = params
      if (!prefixForm.test(prefix)) throw new Refusal('not_found', 'there is no such forward rule')
      await removeForwardRule(core, caller, prefix)
      return gone
    },
  }),
]
