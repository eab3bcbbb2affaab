import { type Command, InvalidArgumentError } from 'commander'
import type { Caller } from '../../core/caller.ts'
import { type CampaignSettings, usualCampaign } from '../../core/campaign/campaign.ts'
import type { CampaignFields } from '../../core/campaign/campaign-fields.ts'
import { campaignRules } from '../../core/campaign/campaign-rules.ts'
import type { Core } from '../../core/core.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import type { TrunkManagerRef } from '../../core/trunk-manager/trunk-manager.ts'
import type { CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { readTime } from '../read-time.ts'
import { argument } from '../trunk/trunk-arguments.ts'
import { readManager } from '../trunk-manager/manager-options.ts'
import { findAnnouncement } from './find-announcement.ts'
import { readNumbers } from './own-numbers.ts'

/** Reads the name of a campaign. */
export const readCampaignName = argument(campaignRules.name)

/** A value that may be none: commander takes a bare null for an option without a value. */
interface Given<T> {
  readonly value: T | null
}

/** The options of the settings that both `add` and `set` have. */
export interface CampaignOptions
  extends CommonOptions,
    Partial<
      Pick<CampaignSettings, 'description' | 'context' | 'text' | 'tries' | 'pause' | 'digits' | 'ringTime' | 'longest'>
    > {
  readonly account?: string
  readonly trunkManager?: TrunkManagerRef
  readonly group?: readonly string[]
  readonly numbers?: string
  readonly numbersFile?: string
  readonly announcement?: string
  readonly start?: Given<number | typeof now>
  readonly end?: Given<number>
  readonly optoutDigit?: Given<string>
}

const none = 'none'
const now = 'now'

/** Adds the options of the settings. */
export function addCampaignOptions(command: Command): Command {
  const { tries, pause, ringTime, longest } = usualCampaign
  return command
    .option('--group <group>', 'a group to call: its id, its hex id or its name; may be given many times', oneMore)
    .option('--numbers <numbers>', 'numbers of its own, with commas between them')
    .option('--numbers-file <file>', 'more of them, one a line: its file, or - for standard input')
    .option('--announcement <name>', `what whoever answers hears: its name or its id; ${none} for nothing`)
    .option('--digits <count>', 'digits that the announcement asks for, at the most', argument(campaignRules.digits))
    .option('--optout-digit <digit>', `the digit that opts the number out of calls; ${none} for none`, readDigit)
    .option(
      '--context <context>',
      'where in the dialplan an answered call goes on; main_routing calls an extension',
      argument(campaignRules.context),
    )
    .option('--text <text>', 'the extension, or the text, that it goes on with there', argument(campaignRules.text))
    .option(
      '--tries <count>',
      `calls to a number that is not reached, at the most (usual: ${tries})`,
      argument(campaignRules.tries),
    )
    .option(
      '--pause <seconds>',
      `from one call to a number to its next (usual: ${pause})`,
      argument(campaignRules.pause),
    )
    .option(
      '--start <time>',
      `when it begins by itself: a time, or ${now}; ${none} for when somebody starts it`,
      readStart,
    )
    .option('--end <time>', `from when on it calls nobody; ${none} for never`, readMoment)
    .option('--ring-time <seconds>', `how long a number is rung (usual: ${ringTime})`, argument(campaignRules.ringTime))
    .option(
      '--longest <seconds>',
      `how long a call lasts at the most (usual: ${longest})`,
      argument(campaignRules.longest),
    )
    .option('--description <text>', 'a description', argument(campaignRules.description))
}

/** Adds the option for the trunk manager, which `add` needs. */
export const managerOption = [
  '--trunk-manager <name>',
  'the trunk manager to call by: its title or its id',
  readManager,
] as const

/**
 * The fields that the options give a campaign.
 *
 * @throws Refusal for a group or an announcement that is not there, and for what is no number.
 */
export async function fieldsIn(
  edge: Edge,
  core: Core,
  caller: Caller,
  options: CampaignOptions,
): Promise<CampaignFields> {
  const names = ['description', 'context', 'text', 'tries', 'pause', 'digits', 'ringTime', 'longest'] as const
  const plain = Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
  const { trunkManager, group, announcement, start, end, optoutDigit } = options
  const entries = await readNumbers(edge, options)
  const groups =
    group && (await Promise.all(group.map(async (name) => ({ id: (await findNamedGroup(core, caller, name)).id }))))
  return {
    ...plain,
    ...(trunkManager && { trunkManager }),
    ...(groups && { groups }),
    ...(entries && { entries }),
    ...(announcement !== undefined && {
      sound: announcement === none ? null : { id: (await findAnnouncement(core, caller, announcement)).id },
    }),
    ...(start && { start: start.value === now ? core.clock.now() : start.value }),
    ...(end && { end: end.value }),
    ...(optoutDigit && { optOutDigit: optoutDigit.value }),
    // A digit is only heard where one is waited for.
    ...(optoutDigit?.value && options.digits === undefined && { digits: 1 }),
  }
}

/** Reads one more name of an option that may be given many times. */
export function oneMore(text: string, before: readonly string[] = []): readonly string[] {
  if (text === '') throw new InvalidArgumentError('It must be a group.')
  return [...before, text]
}

function readStart(text: string): Given<number | typeof now> {
  return text === now ? { value: now } : readMoment(text)
}

function readMoment(text: string): Given<number> {
  return { value: text === none ? null : readTime(text) }
}

function readDigit(text: string): Given<string> {
  return { value: text === none ? null : argument(campaignRules.optOutDigit)(text) }
}
