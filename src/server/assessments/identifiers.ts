import { findIdentifiers } from '#domain/guard.ts'
import { collectionWords as say } from '#domain/assessments/collection-words.ts'
import { Refusal, type FieldFault } from '#domain/errors.ts'

/**
 * The guard at its strictest, for what is read by people its author does not know (P18, F6): what the guard blocks is refused, and no
 * reason overrides it. What was found stays in no log: only rule and field are said.
 * @throws Refusal `invalid_input` at the fields
 */
export function refuseIdentifiers(texts: Readonly<Record<string, string>>): void {
  const fields = Object.entries(texts).flatMap(([path, text]): FieldFault[] => {
    const found = findIdentifiers(text, { kind: 'clinical writing' }).find(({ level }) => level === 'block')
    return found === undefined ? [] : [{ path, message: say.identifies(found.what, found.instead) }]
  })
  if (fields.length > 0) throw new Refusal('invalid_input', fields[0]!.message, { fields })
}
