/** What the platform itself says, whatever feature is on screen (N7). */
export const words = {
  offline: 'There is no network just now. What you typed is kept on this page: try again when you are back.',
  unreadable: 'Cairn answered with something this page cannot read. Reload the page and try again.',
  fault: 'Something went wrong here, not with what you did. Try again; if it goes on, tell support.',
  tryLater: (seconds: number) =>
    seconds < 90
      ? `Please wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then try again.`
      : `Please wait ${Math.ceil(seconds / 60)} minutes, then try again.`,
  draftKeeping: 'Keeping draft…',
  draftKept: 'Draft kept',
  draftNotKept: 'Not kept: no network',
  draftKeptHere: 'No network: draft kept on this device',
  draftNoRoom: 'Not kept: too much is begun and not saved. Save or discard some of it',
  draftTooLong: 'Too long to keep as a draft',
} as const
