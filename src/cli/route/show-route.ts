import type { InboundDecision, InboundRoute } from '../../core/inbound-route/inbound-route.ts'

/** A route as people may see it. */
export function showRoute({ accountId: _, ...route }: InboundRoute): Omit<InboundRoute, 'accountId'> {
  return route
}

/** What a route is for: `02191001234`, `0219100*`, `any`. */
export function describeNumber({ number, isPrefix }: Pick<InboundRoute, 'number' | 'isPrefix'>): string {
  if (!isPrefix) return number
  return number === '' ? 'any' : `${number}*`
}

/** Where a call goes, in words. */
export function describeTargets({ kind, targets }: Pick<InboundDecision, 'kind' | 'targets'>): string {
  const numbers = targets.join(', ')
  const words = {
    ...{ extension: numbers, all: `${numbers} at once`, turn: `${numbers} in turn` },
    ...{ announcement: `the announcement ${numbers}`, schedule: `where the schedule ${numbers} says` },
  }
  return kind === 'outside' || kind === 'refused' ? `${numbers} outside` : words[kind]
}
