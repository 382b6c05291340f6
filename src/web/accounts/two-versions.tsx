import { Button, Group, Modal, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Profile } from '#domain/accounts/profile-contract.ts'
import { words } from './words.ts'

interface Props {
  readonly typed: Profile
  readonly saved: Profile
  readonly onKeepTyped: () => void
  readonly onTakeSaved: () => void
}

const NAMES: Readonly<Record<keyof Profile, string>> = {
  name: words.name,
  mobile: words.mobile,
  workPhone: words.workPhone,
  professionalBody: words.professionalBody,
  professionalNumber: words.professionalNumber,
  grade: words.grade,
  specialty: words.specialty,
  timeZone: words.timeZone,
  dateOfBirth: words.dateOfBirth,
  gender: words.gender,
  ethnicity: words.ethnicity,
  disability: words.disability,
}

/** Two devices changed the profile: the person who saves later sees both and decides (P19). */
export function TwoVersions({ typed, saved, onKeepTyped, onTakeSaved }: Props): ReactNode {
  const names = (Object.keys(NAMES) as (keyof Profile)[]).filter((name) => typed[name] !== saved[name])
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} title={words.staleTitle} size="lg">
      <Text size="sm" mb="sm">
        {words.staleExplained}
      </Text>
      <Table.ScrollContainer minWidth={360}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th scope="col">{words.yours}</Table.Th>
              <Table.Th scope="col">{words.saved_}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {names.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{NAMES[name]}</Table.Th>
                <Table.Td>{typed[name] || words.nothingTyped}</Table.Td>
                <Table.Td>{saved[name] || words.nothingTyped}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group mt="md">
        <Button onClick={onKeepTyped}>{words.keepMine}</Button>
        <Button variant="default" onClick={onTakeSaved}>
          {words.takeSaved}
        </Button>
      </Group>
    </Modal>
  )
}
