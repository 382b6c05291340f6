import { createContext, useContext } from 'react'
import type { FieldFault } from '#domain/errors.ts'

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type Path = readonly (string | number)[]

/** The curriculum being edited: what stands at a path, how it is changed, and what is wrong there. */
export interface DocumentHold {
  readonly document: Json
  readonly faults: readonly FieldFault[]
  /** Undefined takes the part out. */
  readonly change: (path: Path, value: Json | undefined) => void
}

export const DocumentContext = createContext<DocumentHold | null>(null)

export function useDocument(): DocumentHold {
  const hold = useContext(DocumentContext)
  if (hold === null) throw new Error('There is no curriculum to edit here.')
  return hold
}

export function valueAt(document: Json | undefined, path: Path): Json | undefined {
  let at = document
  for (const step of path) at = at === null || typeof at !== 'object' ? undefined : (at as Record<string | number, Json>)[step]
  return at
}

export const textAt = (document: Json, path: Path): string => {
  const value = valueAt(document, path)
  return typeof value === 'string' ? value : ''
}

export const listAt = (document: Json, path: Path): Json[] => {
  const value = valueAt(document, path)
  return Array.isArray(value) ? value : []
}

/** With another value at a path; what stands above it is made where it is not there. */
export function withValue(document: Json | undefined, path: Path, value: Json | undefined): Json {
  const [step, ...rest] = path
  if (step === undefined) return value ?? null
  const inner = rest.length === 0 ? value : withValue(valueAt(document, [step]), rest, value)
  if (Array.isArray(document)) {
    const copy = [...document]
    if (inner === undefined) copy.splice(Number(step), 1)
    else copy[Number(step)] = inner
    return copy
  }
  const copy = { ...(document as Record<string, Json> | undefined) }
  if (inner === undefined) delete copy[step]
  else copy[step] = inner
  return copy
}

/** What is wrong at a path, or within it where `within`. */
export function faultAt(faults: readonly FieldFault[], path: Path, within = false): string | undefined {
  const name = path.join('.')
  return faults.find((fault) => fault.path === name || (within && fault.path.startsWith(`${name}.`)))?.message
}

/** As it is sent: without the empty lines of lists, and without a list that has none left. */
export function cleaned(document: Json): Json {
  if (Array.isArray(document)) return document.map(cleaned)
  if (typeof document !== 'object' || document === null) return document
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, part]) => {
      if (name === 'list' && Array.isArray(part)) return [[name, part.filter((line) => typeof line === 'string' && line.trim() !== '')]]
      const clean = cleaned(part)
      const lines = valueAt(clean, ['list'])
      return Array.isArray(lines) && lines.length === 0 ? [] : [[name, clean]]
    }),
  )
}
