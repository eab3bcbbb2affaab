import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes for young objects that an import is as fast with as with more: it makes many that live for a while. */
const enough = 16 * 1024 ** 2

/** Calls between two looks. */
const lookEvery = 16

/**
 * Makes a function that an import calls as it goes on. Once V8 has given itself enough memory for young objects, the function has it take
 * no more: it would go up to 128 MiB, which `--max-semi-space-size` prevents only when a program is started with it.
 */
export function boundMemory(): () => void {
  let calls = 0
  let isBound = false
  return () => {
    if (isBound || calls++ % lookEvery !== 0) return
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    if (young === undefined || young.space_size < enough) return
    setFlagsFromString('--semi-space-growth-factor=1')
    isBound = true
  }
}
