import type { Options } from 'csv-parse'

/** Characters that a record of several lines may have. */
export const longestRecord = 256 * 1024

/** The divider of texts that have none: it stands in no text, so that each line is one cell. */
export const noSeparator = '\u001f\u001e\u001f'

/**
 * How csv-parse reads a csv: leniently, since programs and people write quotes as they like, `Ali "Boss" R`. The line ends are tried
 * in this order.
 */
export function csvOptions(separator: string): Options {
  return {
    delimiter: separator,
    record_delimiter: ['\r\r\n', '\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 4 * longestRecord,
  }
}
