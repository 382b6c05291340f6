import writeExcelFile from 'write-excel-file/node'
import { COLUMNS } from '#domain/training/log-workbook.ts'

/** A filled template of one post that no other has. */
export const workbookToTakeOver = (number: number): Promise<Buffer> =>
  writeExcelFile([
    { sheet: 'Clinics', data: [[...COLUMNS.Clinics], [`Site ${number}`, '05/08/2020', '03/02/2021', 6, 7, 'Dr A']] },
  ]).toBuffer()
