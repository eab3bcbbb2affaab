import type { Level } from './levels.ts'

/** The script that teaches fish to complete dialbook's command line. */
export function fishScript(levels: readonly Level[]): string {
  const paths = levels.map(({ path }) => path).filter((path) => path !== '')
  return `# fish completion of dialbook: dialbook completion fish | source
set --global __dialbook_paths ${paths.map(fishQuoted).join(' ')}
function __dialbook_at
    set --local place ''
    for word in (commandline --cut-at-cursor --tokenize-at-cursor --tokens-expanded 2>/dev/null; or commandline --cut-at-cursor --tokenize)[2..]
        set --local further (string trim -- "$place $word")
        contains -- $further $__dialbook_paths; and set place $further
    end
    test "$place" = "$argv[1]"
end
${levels.flatMap(linesOf).join('\n')}
`
}

function linesOf({ path, commands, options, choices }: Level): string[] {
  const start = `complete --command dialbook --condition ${fishQuoted(`__dialbook_at ${fishQuoted(path)}`)}`
  return [
    ...commands.map(
      ({ text, about }) => `${start} --no-files --arguments ${fishQuoted(text)} --description ${fishQuoted(about)}`,
    ),
    ...options.map(({ text, about }) => {
      const values = choices.get(text)
      const takes = values ? ` --exclusive --arguments ${fishQuoted(values.join(' '))}` : ''
      return `${start} --long-option ${fishQuoted(text.slice(2))}${takes} --description ${fishQuoted(about)}`
    }),
  ]
}

/** A text as one word of fish, which takes backslashes in quotes. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
