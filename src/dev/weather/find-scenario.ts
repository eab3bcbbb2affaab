import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nearestName } from '../../config/config-file.ts'
import { StartError } from '../../server/start-error.ts'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'

const shipped = new URL('../../../weather/', import.meta.url)
const ending = '.yaml'

/** The names of the scenarios that come with dialbook. */
export function scenarioNames(): readonly string[] {
  return readdirSync(fileURLToPath(shipped))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

/**
 * The scenario that comes with dialbook under a name.
 *
 * @throws StartError with the name that was most likely meant.
 */
export function namedScenario(name: string): Scenario {
  const names = scenarioNames()
  if (names.includes(name)) return readScenario(readFileSync(new URL(`${name}${ending}`, shipped), 'utf8'), name)
  const nearest = nearestName(name, names)
  const remedy = nearest === undefined ? 'docs/testing.md has all names' : `did you mean ${nearest}?`
  throw new StartError(`there is no scenario ${name.slice(0, 100)}: ${remedy}`)
}

/** A scenario by its name, or by the path of a file: what has a slash or an ending is one. */
export function scenarioAt(place: string): Scenario {
  if (!/[/\\.]/.test(place)) return namedScenario(place)
  let source: string
  try {
    source = readFileSync(place, 'utf8')
  } catch (error) {
    throw new StartError(`the scenario ${place} cannot be read`, error)
  }
  return readScenario(source, place)
}
