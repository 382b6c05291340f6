import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import { useState } from 'react'
import { words } from './words.ts'

interface SearchBoxProps {
  readonly search: string
  readonly onSearch: (search: string) => void
  readonly label?: string
  readonly placeholder?: string
}

/** Words to be found (P9). Waits for a pause in the typing; Enter does not. */
export function SearchBox({ search, onSearch, label = words.search.label, placeholder = words.search.placeholder }: SearchBoxProps) {
  const [typed, setTyped] = useState(search)
  const [asked, setAsked] = useState(search)
  const [before, setBefore] = useState(search)
  const ask = (text: string) => {
    const trimmed = text.trim()
    if (trimmed === search) return
    setAsked(trimmed)
    onSearch(trimmed)
  }
  const askSoon = useDebouncedCallback(ask, 250)
  // What the browser's 'back' brings is shown; what was asked from here is there already.
  if (search !== before) {
    setBefore(search)
    if (search !== asked) setTyped(search)
    setAsked(search)
  }
  return (
    <TextInput
      type="search"
      size="sm"
      label={label}
      placeholder={placeholder}
      maxLength={200}
      value={typed}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label={words.search.clear}
            onClick={() => {
              setTyped('')
              ask('')
            }}
          />
        )
      }
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        askSoon(value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(typed)
        if (event.key === 'Escape' && typed !== '') {
          setTyped('')
          ask('')
        }
      }}
    />
  )
}
