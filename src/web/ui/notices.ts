// A module of its own, so that the page need not wait for what shows notices: only the store is loaded with it.
export { Notifications } from '@mantine/notifications'
