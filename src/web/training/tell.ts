import { notifications } from '@mantine/notifications'
import { words } from './paper-page-words.ts'

/** Says that something was done. Its button has a name, for who cannot see the cross. */
export const tell = (message: string): void => {
  notifications.show({ message, closeButtonProps: { 'aria-label': words.close } })
}
