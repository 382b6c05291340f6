import { formInForce, nameOf, type FormFile } from '#domain/assessments/form-file.ts'
import type { FormLine } from '#domain/assessments/contract.ts'
import { notFound } from '#domain/errors.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Parts } from '#server/platform/parts.ts'

type Shelf = Pick<Parts, 'catalogue'>

/** The form as one version of it says. An entry keeps the one it was begun on. @throws Refusal `not_found` */
export function formOf({ catalogue }: Shelf, id: string): FormFile {
  const form = catalogue.forms.find((one) => one.id === id)
  if (form === undefined) throw notFound()
  return form
}

/** The version of a form that is begun today; null where there is none. */
export const formToBegin = ({ catalogue }: Shelf, name: string): FormFile | null => formInForce(catalogue.forms, name, programmesToday())

/** Each form in its version of today. */
export function formsToBegin(shelf: Shelf): FormLine[] {
  const names = [...new Set(shelf.catalogue.forms.map(nameOf))]
  return names.flatMap((name) => {
    const form = formToBegin(shelf, name)
    if (form === null) return []
    const { id, title, short, family, about, tips } = form
    return [{ name, id, title, short, family, about, tips: tips ?? [] }]
  })
}
