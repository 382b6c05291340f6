import type { ReactNode } from 'react'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import styles from './module-text.module.css'
import { words } from './words.ts'

interface PartProps {
  readonly children?: ReactNode
}

/** A wide table scrolls in a frame of its own, by keyboard too. */
const Table = ({ children }: PartProps) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <div className={styles.tableFrame} role="region" aria-label={words.reader.table} tabIndex={0}>
    <table>{children}</table>
  </div>
)

const address = (src: unknown): string => (typeof src === 'string' ? src : '')

/** Small print in a picture can be looked at larger: on a phone it is shrunk to the screen. */
const Picture = ({ src, alt = '' }: { readonly src?: unknown; readonly alt?: string | undefined }) => (
  <span className={styles.figure}>
    <img src={address(src)} alt={alt} loading="lazy" />
    <a href={address(src)} target="_blank" rel="noreferrer">
      {words.reader.larger}
    </a>
  </span>
)

const Away = ({ href = '', children }: PartProps & { readonly href?: string | undefined }) => (
  <a href={href} target="_blank" rel="noreferrer">
    {children}
  </a>
)

// The page's own heading is an h2, so what its text is parted by begins one step lower.
const COMPONENTS = { h1: 'h3', h2: 'h3', h3: 'h4', table: Table, img: Picture, a: Away } as const
const PLUGINS = [remarkGfm]

/** Text of a module, written in Markdown. */
export function ModuleText({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={styles.text}>
      <Markdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </Markdown>
    </div>
  )
}
