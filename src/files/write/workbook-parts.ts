/** The parts of a workbook of one sheet, beside the sheet. */
export const workbookParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': xml(
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Default Extension="xml" ContentType="application/xml"/>' +
      contentType('/xl/workbook.xml', 'sheet.main') +
      contentType('/xl/worksheets/sheet1.xml', 'worksheet') +
      contentType('/xl/styles.xml', 'styles') +
      '</Types>',
  ),
  '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
  'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
  'xl/workbook.xml': xml(
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
      'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
      '<sheets><sheet name="dialbook" sheetId="1" r:id="rId1"/></sheets></workbook>',
  ),
  // The second format, which every cell has, is that of text: what is typed into such a cell keeps its zeros.
  'xl/styles.xml': xml(
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
      '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
      '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>' +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ),
}

function xml(element: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${element}`
}

function contentType(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
}

function relationships(...targets: readonly (readonly [type: string, target: string])[]): string {
  const base = 'http://schemas.openxmlformats.org'
  const each = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${base}/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  )
  return xml(`<Relationships xmlns="${base}/package/2006/relationships">${each.join('')}</Relationships>`)
}
