/** How far a ticket is (F3): the last five for good, but that an expired one can be sent again. */
export const TICKET_STATES = ['created', 'sent', 'begun', 'draft', 'submitted', 'declined', 'expired', 'cancelled'] as const
export type State = (typeof TICKET_STATES)[number]
