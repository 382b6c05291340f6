import { Fragment, type ReactNode } from 'react'

/** A sentence of ours with the person's own words in it, each set apart, so that their direction of writing turns nothing else round. */
export function OwnWords({ text, own }: { readonly text: string; readonly own: readonly string[] }): ReactNode {
  const parts: ReactNode[] = []
  let rest = text
  for (const word of own) {
    const at = word === '' ? -1 : rest.indexOf(word)
    if (at === -1) continue
    parts.push(rest.slice(0, at), <bdi>{word}</bdi>)
    rest = rest.slice(at + word.length)
  }
  return [...parts, rest].map((part, index) => <Fragment key={index}>{part}</Fragment>)
}
