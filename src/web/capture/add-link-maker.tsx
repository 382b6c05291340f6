import { Stack, Text, TextInput, Title } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { addLink, addLinkHtml } from '#domain/capture/add-link.ts'
import { PageAddress } from '#domain/capture/contract.ts'
import { Title as ItemTitle } from '#domain/portfolio/item.ts'
import { CopyField } from '#web/ui/copy-field.tsx'
import styles from './tools-page.module.css'
import { words } from './words.ts'

const say = words.tools.link

/** Makes the HTML of an add-link for an article (K2). Nothing of it is kept: it is made of what stands in the fields. */
export function AddLinkMaker({ base }: { readonly base: string }): ReactNode {
  const [title, setTitle] = useState('')
  const [address, setAddress] = useState('')
  const [left, setLeft] = useState(false)
  const read = { title: ItemTitle.safeParse(title), address: PageAddress.safeParse(address) }
  const page = read.title.success && read.address.success ? { title: read.title.data, address: read.address.data } : null
  const tooLong = title.trim() !== '' && !read.title.success ? read.title.error.issues[0]?.message : undefined
  const noAddress = left && address.trim() !== '' && !read.address.success ? read.address.error.issues[0]?.message : undefined
  return (
    <section className={styles.card} aria-labelledby="add-link">
      <Title order={2} id="add-link">
        {say.title}
      </Title>
      <p>{say.intro}</p>
      <Stack gap="sm">
        <TextInput label={say.pageTitle} value={title} error={tooLong} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
        <TextInput
          label={say.pageAddress}
          type="url"
          placeholder="https://"
          value={address}
          error={noAddress}
          onBlur={() => setLeft(true)}
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
        <CopyField
          label={say.html}
          text={page === null ? '' : addLinkHtml(base, page, say.text)}
          placeholder={say.empty}
          button={say.copy}
        />
        {page !== null && (
          <Text size="sm">
            {say.preview}{' '}
            <a href={addLink(base, page)} target="_blank" rel="noopener">
              {say.text}
            </a>
          </Text>
        )}
      </Stack>
    </section>
  )
}
