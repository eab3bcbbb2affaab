import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Courier } from '../../core/webhook/courier.ts'
import type { DialectWeather } from '../../dialects/weather.ts'
import { StartError } from '../../server/start-error.ts'
import type { WeatherState } from '../test-book.ts'
import { bendAnswer } from './bend-answer.ts'
import { namedScenario, scenarioAt, scenarioNames } from './find-scenario.ts'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'
import { type MetCalls, Weather } from './weather.ts'
import { weatherCourier } from './weather-courier.ts'

/** The header by which a single call asks for a scenario. */
const header = 'dialbook-weather'

/** The weather of a book: fair until it is switched on. */
export class BookWeather implements DialectWeather {
  readonly #now: () => number
  readonly #dialectOf: (path: string) => string | null
  readonly #met: MetCalls = new WeakMap()
  /** The scenarios that calls have asked for by the header. */
  readonly #asked = new Map<string, Weather>()
  #on: Weather | undefined
  #first: Scenario | undefined

  constructor(now: () => number, dialectOf: (path: string) => string | null) {
    this.#now = now
    this.#dialectOf = dialectOf
  }

  /** Switches to a scenario: by its name, the path of its file or as values; null for fair weather. */
  switchTo(scenario: string | object | null): void {
    this.#on = scenario === null ? undefined : new Weather(scenarioOf(scenario), this.#now)
  }

  /** The weather that comes back with every reset. */
  begin(scenario: string | object | undefined): void {
    this.#first = scenario === undefined ? undefined : scenarioOf(scenario)
    this.reset()
  }

  reset(): void {
    this.#asked.clear()
    this.#on = this.#first && new Weather(this.#first, this.#now)
  }

  /** The name of the scenario that is on. */
  readonly scenario = (): string | null => this.#on?.scenario.name ?? null

  state(): WeatherState {
    return { scenario: this.scenario(), scenarios: scenarioNames() }
  }

  stormOf(request: IncomingMessage): ReturnType<DialectWeather['stormOf']> {
    const met = this.#met.get(request)
    return met?.blow.storm === undefined ? undefined : { ...met.facts, name: met.blow.storm }
  }

  /** The name of the scenario that a call has met; null for one that had fair weather. */
  metBy(request: IncomingMessage): string | null {
    return this.#met.get(request)?.scenario ?? null
  }

  /** Answers a call: as it is in fair weather, else as the weather has it. */
  answer(request: IncomingMessage, response: ServerResponse, handle: RequestListener): void {
    const asked = request.headers[header]
    if (asked === undefined && !this.#on) {
      handle(request, response)
      return
    }
    let weather = this.#on
    try {
      if (asked !== undefined) weather = this.#askedBy(String(asked))
    } catch (error) {
      response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(`${(error as Error).message}\n`)
      return
    }
    const path = request.url?.split('?')[0] ?? ''
    const met = weather?.meet({ dialect: this.#dialectOf(path), method: request.method ?? '', path })
    if (met) {
      this.#met.set(request, met)
      bendAnswer(met, request, response, handle)
    } else handle(request, response)
  }

  aroundCourier(courier: Courier): Courier {
    return weatherCourier(courier, () => this.#on, this.#now)
  }

  #askedBy(name: string): Weather {
    const weather = this.#asked.get(name) ?? new Weather(namedScenario(name), this.#now)
    this.#asked.set(name, weather)
    return weather
  }
}

function scenarioOf(given: string | object): Scenario {
  if (typeof given === 'string') return scenarioAt(given)
  const { name = 'of the test', ...scenario } = given as { readonly name?: unknown }
  if (typeof name !== 'string') throw new StartError('the name of a scenario must be a text')
  return readScenario(scenario, name)
}
