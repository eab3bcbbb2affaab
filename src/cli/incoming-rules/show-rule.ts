import type { IncomingRule } from '../../core/incoming-rule/incoming-rule.ts'

/** An incoming rule as a JSON document. */
export function showRule({ id, hexId, verdict, number, labels, comment }: IncomingRule): object {
  return { id, hexId, verdict, number, labels, comment }
}
