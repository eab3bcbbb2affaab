const videoCodecs = ['h261', 'h263', 'h263p', 'h264', 'h265', 'mpeg4', 'vp8', 'vp9'] as const
const audioCodecs = [
  ...['ulaw', 'alaw', 'g722', 'gsm', 'g729', 'g723', 'g726', 'g726aal2', 'g719', 'ilbc', 'opus'],
  ...['speex', 'speex16', 'speex32', 'siren7', 'siren14', 'adpcm', 'lpc10', 'slin', 'slin16'],
]
const known = new Set<string>([...audioCodecs, ...videoCodecs])

/** Every codec that lines may name, by its name on the PBX. */
export const codecNames: readonly string[] = [...known]

/** The codecs from which `disallow` takes while no line has named any. */
const usual = ['ulaw', 'alaw', 'g722']

/** The codecs that lines of `allow` and `disallow` leave, in order of preference. */
export class Codecs {
  #list: readonly string[] | undefined
  #withVideo = true

  /** Adds codecs behind those allowed before; returns false for a list that the PBX does not take. `!all` begins anew. */
  allow(value: string): boolean {
    const [first, ...rest] = namesIn(value)
    const isAnew = first === '!all'
    const names = isAnew ? rest : namesIn(value)
    if (names.length === 0 || !names.every((name) => known.has(name))) return false
    this.#list = [...new Set([...(isAnew ? [] : (this.#list ?? [])), ...names])]
    return true
  }

  /** Takes codecs away, `all` or by name; returns false for a list that the PBX does not take. */
  disallow(value: string): boolean {
    const names = namesIn(value)
    if (value === 'all') this.#list = []
    else if (!names.every((name) => known.has(name))) return false
    else this.#list = (this.#list ?? usual).filter((name) => !names.includes(name))
    return true
  }

  /** Leaves out the video codecs. */
  withoutVideo(): void {
    this.#withVideo = false
  }

  /** Whether the lines allow a video codec. */
  get hasVideo(): boolean {
    return (this.#list ?? []).some(isVideo)
  }

  /** The list for the PBX; undefined when no line named a codec, empty when no codec is left. */
  get value(): string | undefined {
    return this.#list?.filter((name) => this.#withVideo || !isVideo(name)).join()
  }
}

function namesIn(value: string): string[] {
  return value.split(',').map((name) => name.trim())
}

function isVideo(name: string): boolean {
  return videoCodecs.some((each) => each === name)
}
