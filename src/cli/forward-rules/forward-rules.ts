import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addForwardRulesList } from './list.ts'
import { addForwardRulesRemove } from './remove.ts'
import { addForwardRulesSet } from './set.ts'

/** `dialbook forward-rules …` */
export function addForwardRulesCommands(program: Command, edge: Edge): void {
  const rules = program
    .command('forward-rules')
    .description(
      'Rules for forwards to outside numbers. There are no such forwards until a rule allows them. The longest prefix decides.',
    )
  addForwardRulesSet(rules, edge, 'allow')
  addForwardRulesSet(rules, edge, 'deny')
  addForwardRulesList(rules, edge)
  addForwardRulesRemove(rules, edge)
}
