import { InvalidValue, type Reader, text } from '../../core/reader.ts'
import { dialects } from '../../dialects/dialects.ts'
import { StartError } from '../../server/start-error.ts'
import { durationRule, readDuration } from '../duration.ts'
import { CheckedMap, seedCell } from '../seed/checked-map.ts'
import { SeedProblems } from '../seed/seed-problems.ts'
import { yaml } from '../yaml.ts'
import type { Blow, Delay, Rule, Scenario, WebhookBlow, When } from './scenario.ts'

const whenMembers = ['dialect', 'method', 'path', 'nth', 'probability', 'during', 'limit']
const blowMembers = ['storm', 'delay', 'cut', 'done', 'truncate', 'garble', 'proxy']
const webhookMembers = ['delay', 'times', 'swap', 'fail']

function parsed(text: string, name: string): { values: unknown; problems: SeedProblems } {
  const { LineCounter, parseDocument } = yaml()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken) throw refused(name, [`line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`])
  return { values: document.toJS(), problems: new SeedProblems(document, lines) }
}

/**
 * Reads a scenario: a text of YAML or JSON, or the same as values.
 *
 * @throws StartError with every problem, its line and its path.
 */
export function readScenario(given: unknown, name: string): Scenario {
  const { values, problems } =
    typeof given === 'string' ? parsed(given, name) : { values: given, problems: new SeedProblems() }
  const map = new CheckedMap(values, [], problems, ['about', 'seed', 'calls', 'webhooks'])
  const rules = <Kind>(
    list: string,
    known: readonly string[],
    read: (map: CheckedMap, when: When) => Kind,
  ): Rule<Kind>[] =>
    map.list(list).map((value, at) => {
      const both = list === 'calls' ? whenMembers : ['nth', 'probability', 'during']
      const rule = new CheckedMap(value, [list, at], problems, [...both, ...known])
      const when = readWhen(rule, problems)
      return { when, blow: read(rule, when) }
    })
  const scenario: Scenario = {
    name,
    about: map.read('about', seedCell, ''),
    seed: map.read('seed', whole(0, 2 ** 31), 1),
    calls: rules('calls', blowMembers, readBlow),
    webhooks: rules('webhooks', webhookMembers, readWebhookBlow),
  }
  if (problems.found.length > 0) throw refused(name, problems.found)
  return scenario
}

function refused(name: string, problems: readonly string[]): StartError {
  return new StartError(`the scenario ${name} cannot be read:\n${problems.map((line) => `  ${line}`).join('\n')}`)
}

function readWhen(map: CheckedMap, problems: SeedProblems): When {
  const dialect = map.read('dialect', oneOf(dialects.map(({ name }) => name)), undefined)
  const path = map.read('path', text({ min: 1, max: 500 }), undefined)
  const during = map.read('during', duration, undefined)
  const limit = map.has('limit')
    ? new CheckedMap(map.get('limit'), [...map.path, 'limit'], problems, ['calls', 'per'])
    : undefined
  return {
    ...(dialect !== undefined && { dialect }),
    ...(map.has('method') && { methods: map.read('method', methods, []) }),
    ...(path !== undefined && { path: globOf(path) }),
    ...(map.has('nth') && { nth: map.read('nth', nth, { from: 1, to: 1 }) }),
    ...(map.has('probability') && { probability: map.read('probability', share, 1) }),
    ...(during !== undefined && { during }),
    ...(limit && {
      limit: {
        calls: limit.must('calls', whole(0, 1e9), 0),
        per: limit.must('per', oneOf(['minute', 'day'] as const), 'minute'),
      },
    }),
  }
}

function readBlow(map: CheckedMap, { dialect }: When): Blow {
  const storms = Object.keys(dialects.find(({ name }) => name === dialect)?.storms ?? {})
  if (map.has('storm') && dialect === undefined) map.problem('storm', 'needs the dialect that it is of')
  const storm = map.read('storm', oneOf(storms), undefined)
  const cut = map.read('cut', oneOf(['before', 'within', 'after'] as const), undefined)
  const proxy = map.read('proxy', whole(400, 599), undefined)
  const truncate = map.read('truncate', amount, undefined)
  const delay = map.read('delay', delayOf, undefined)
  const done = map.read('done', yesNo, cut !== undefined || proxy === undefined)
  if (!done && cut !== 'before' && proxy === undefined)
    map.problem('done', 'can be false only where no answer of the call is needed: with cut: before, and with proxy')
  return {
    ...{ done, garble: map.read('garble', yesNo, false) },
    ...(storm !== undefined && { storm }),
    ...(cut !== undefined && { cut }),
    ...(proxy !== undefined && { proxy }),
    ...(truncate !== undefined && { truncate }),
    ...(delay !== undefined && { delay }),
  }
}

function readWebhookBlow(map: CheckedMap): WebhookBlow {
  const fail = map.read('fail', whole(0, 599), undefined)
  const delay = map.read('delay', delayOf, undefined)
  return {
    times: map.read('times', whole(1, 100), 1),
    swap: map.read('swap', yesNo, false),
    ...(fail !== undefined && { fail }),
    ...(delay !== undefined && { delay }),
  }
}

function oneOf<const Word extends string>(words: readonly Word[]): Reader<Word> {
  return (value) => {
    const word = words.find((each) => each === value)
    if (word === undefined) throw new InvalidValue(`must be one of ${words.join(', ')}`)
    return word
  }
}

function whole(min: number, max: number): Reader<number> {
  return (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
    throw new InvalidValue(`must be a whole number from ${min} to ${max}`)
  }
}

const share: Reader<number> = (value) => {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw new InvalidValue('must be a number from 0 to 1')
}

/** Bytes, or a share below 1. */
const amount: Reader<number> = (value) => {
  if (typeof value === 'number' && value >= 0 && (value < 1 || Number.isInteger(value))) return value
  throw new InvalidValue('must be a number of bytes, or a share below 1')
}

const yesNo: Reader<boolean> = (value) => {
  if (typeof value === 'boolean') return value
  throw new InvalidValue('must be true or false')
}

const duration: Reader<number> = (value) => {
  const ms = readDuration(value)
  if (ms === undefined) throw new InvalidValue(`must be ${durationRule}`)
  return ms
}

const delayOf: Reader<Delay> = (value) => {
  if (typeof value !== 'object' || value === null) return duration(value)
  const { from, to, ...others } = value as Readonly<Record<string, unknown>>
  if (Object.keys(others).length > 0) throw new InvalidValue('must be a duration, or one of a range by from and to')
  const range = { from: duration(from), to: duration(to) }
  if (range.from > range.to) throw new InvalidValue('must be a range whose from is not above its to')
  return range
}

const nth: Reader<{ readonly from: number; readonly to: number }> = (value) => {
  if (typeof value === 'number') return { from: whole(1, 1e9)(value), to: value }
  const [, from, to] = typeof value === 'string' ? (/^(\d+)-(\d*)$/.exec(value) ?? []) : []
  if (from === undefined || Number(from) < 1)
    throw new InvalidValue('must be the number of a call, as 3, or some of them, as 2-5 or 2-')
  return { from: Number(from), to: to === '' ? Number.POSITIVE_INFINITY : Number(to) }
}

const methods: Reader<readonly string[]> = (value) => {
  const list = Array.isArray(value) ? value : [value]
  if (list.every((each) => typeof each === 'string' && /^[A-Z]+$/.test(each))) return list
  throw new InvalidValue('must be a method such as POST, or a list of them')
}

/** A path as a pattern: `/groups/*` is everything below `/groups/`. */
function globOf(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'i')
}
