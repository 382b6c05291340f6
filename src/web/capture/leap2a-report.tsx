import type { ReactNode } from 'react'
import type { Leap2aFound } from '#domain/capture/import-contract.ts'
import { sayNumber } from '#domain/say-number.ts'
import { importPageWords } from './import-words.ts'
import styles from './import.module.css'

const { leap2a: words } = importPageWords

/** What a portfolio in the form of Leap2A holds, and what becomes of it, by kind: nothing of it is left out without a word (K5). */
export function Leap2aReport({ found }: { readonly found: Leap2aFound }): ReactNode {
  const { title, from, became, remarks } = found
  return (
    <section className={styles['card']} aria-labelledby="import-leap2a">
      <h2 id="import-leap2a">{words.title}</h2>
      <p className={styles['quiet']}>
        <bdi>{words.from(title, from)}</bdi>
      </p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls is reached by keyboard. */}
      <div className={styles['table']} role="region" aria-label={words.table} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.kind}</th>
              <th scope="col">{words.entries}</th>
              <th scope="col">{words.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {became.map(({ kind, became: what, entries }) => (
              <tr key={`${kind} ${what}`}>
                <td>{kind}</td>
                <td>{sayNumber(entries)}</td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {remarks.length === 0 ? null : (
        <>
          <h3>{words.remarks}</h3>
          <ul>
            {remarks.map(({ text, times }) => (
              <li key={text}>{words.remark(text, times)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
