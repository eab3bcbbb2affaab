import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addIncomingRulesAdd } from './add.ts'
import { addIncomingRulesList } from './list.ts'
import { addIncomingRulesRemove } from './remove.ts'

/** `dialbook incoming-rules …` */
export function addIncomingRulesCommands(program: Command, edge: Edge): void {
  const rules = program
    .command('incoming-rules')
    .description(
      'Who may call in by a trunk: everybody but the numbers that are blocked. A number that is blocked and allowed is allowed.',
    )
  addIncomingRulesAdd(rules, edge, 'block')
  addIncomingRulesAdd(rules, edge, 'allow')
  addIncomingRulesList(rules, edge)
  addIncomingRulesRemove(rules, edge)
}
