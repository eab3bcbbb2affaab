import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const source = join(import.meta.dirname, '../src')

interface BundleOptions {
  /** Whether modules look for files beside them in `src/`, not in `dist/`. */
  readonly inSource?: boolean
  /** More programs that share the modules: the file of each by its name. */
  readonly more?: Readonly<Record<string, string>>
}

/**
 * Puts the modules of the program together in a few files: a start that looks for six hundred modules takes half as long again.
 * Libraries stay where npm has put them. A module that looks for files beside it, as for migrations, finds them where they are: in
 * `dist/` for a bundle that lies in a folder of it, in `src/` where `inSource` is set.
 */
export async function bundle(folder: string, { inSource = false, more = {} }: BundleOptions = {}): Promise<void> {
  const placed: Plugin = {
    name: 'the places of modules',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8')
        const below = relative(source, path).split(sep).join('/').replace(/\.ts$/, '.js')
        const place = inSource
          ? JSON.stringify(pathToFileURL(path).href)
          : `new URL(${JSON.stringify(`../${below}`)}, import.meta.url).href`
        return { contents: text.replaceAll('import.meta.url', () => place), loader: 'ts' }
      })
    },
  }
  await build({
    entryPoints: { main: join(source, 'main.ts'), dialbook: join(source, 'dialbook.ts'), ...more },
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node24',
    logLevel: 'warning',
    plugins: [placed],
  })
}
