import { type Command, InvalidArgumentError, Option } from 'commander'
import type { WeekHours } from '../../core/schedule/schedule.ts'
import type { TrunkManagerRef, TrunkManagerSettings } from '../../core/trunk-manager/trunk-manager.ts'
import {
  managerCapacity,
  managerInterval,
  managerReadyNumbers,
  managerTitle,
} from '../../core/trunk-manager/trunk-manager-rules.ts'
import type { CommonOptions } from '../command.ts'
import { readTimeZone } from '../read-time-zone.ts'
import { readHours } from '../schedule/read-hours.ts'
import { argument } from '../trunk/trunk-arguments.ts'

/** Reads the title of a trunk manager. */
export const readTitle = argument(managerTitle)

/** What `--hours` says where all hours are open: commander takes null for an option without a value. */
const always = 'always'

/** The options of the settings that both `add` and `set` have. */
export interface ManagerOptions
  extends CommonOptions,
    Partial<Omit<TrunkManagerSettings, 'title' | 'active' | 'hours'>> {
  readonly hours?: WeekHours | typeof always
  readonly account?: string
  readonly active?: true
  readonly inactive?: true
}

/** Adds the options of the settings. */
export function addManagerOptions(command: Command): Command {
  return command
    .option('--capacity <calls>', 'calls at once, at the most (usual: 5)', argument(managerCapacity))
    .option('--interval <seconds>', 'from call to call, at the least: 1, 0.25 (usual: 1)', argument(managerInterval))
    .option(
      '--hours <hours>',
      'when may be called: "sat-wed 09:00-20:00; thu 09:00-13:00", or always',
      readManagerHours,
    )
    .option('--time-zone <zone>', "the zone of the hours (default: the account's)", readTimeZone)
    .option('--ready-numbers <count>', 'numbers made ready at a time (usual: 100)', argument(managerReadyNumbers))
    .addOption(new Option('--inactive', 'no campaign calls by it'))
}

/** The settings that were given. */
export function settingsIn(options: ManagerOptions): Partial<TrunkManagerSettings> {
  const names = ['trunk', 'capacity', 'interval', 'timeZone', 'readyNumbers'] as const
  const { hours } = options
  const given = names.filter((name) => options[name] !== undefined)
  return {
    ...Object.fromEntries(given.map((name) => [name, options[name]])),
    ...(hours !== undefined && { hours: hours === always ? null : hours }),
    ...((options.active || options.inactive) && { active: !options.inactive }),
  }
}

function readManagerHours(text: string): WeekHours | typeof always {
  return text.trim() === always ? always : readHours(text)
}

/** Reads what names a trunk manager: its title, or its id. */
export function readManager(text: string): TrunkManagerRef {
  if (text === '') throw new InvalidArgumentError('It must be a title or an id.')
  return /^[0-9a-f]{24}$/i.test(text) ? { hexId: text.toLowerCase() } : { title: text }
}
