const answerWithinMs = 2000

export interface AriOptions {
  /** The address without a path: `http://127.0.0.1:8088`. */
  readonly url: string
  readonly username: string
  readonly password: string
}

/** Asterisk's REST interface. */
export interface Ari {
  /** Reads a resource by its path below `/ari/`. @throws Error where there is none. */
  get<T>(path: string): Promise<T>
  /** Reads a resource that may be missing; undefined when it is. */
  find<T>(path: string): Promise<T | undefined>
  /** Removes a resource. A missing one is no error. */
  remove(path: string): Promise<void>
}

export function makeAri({ url, username, password }: AriOptions): Ari {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const ask = (method: string, path: string): Promise<Response> =>
    fetch(`${url}/ari/${path}`, {
      method,
      headers: { Authorization: authorization },
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    }).catch((cause) => {
      throw new Error(`Asterisk does not answer at ${url}`, { cause })
    })
  const find = async <T>(path: string): Promise<T | undefined> => {
    const answer = await ask('GET', path)
    if (answer.ok) return (await answer.json()) as T
    await answer.body?.cancel()
    if (answer.status === 404) return undefined
    throw refusal(answer, path)
  }
  return {
    async get<T>(path: string) {
      const found = await find<T>(path)
      if (found === undefined) throw new Error(`Asterisk has no /ari/${path}`)
      return found
    },
    find,
    async remove(path) {
      const answer = await ask('DELETE', path)
      await answer.body?.cancel()
      if (!answer.ok && answer.status !== 404) throw refusal(answer, path)
    },
  }
}

function refusal({ status }: Response, path: string): Error {
  return new Error(status === 401 ? "ARI refuses the user's password" : `Asterisk answers ${status} for /ari/${path}`)
}
