/** What the pages for saving from the web say (N7). */
export const words = {
  add: {
    title: 'Save to my portfolio',
    itemTitle: 'Title',
    address: 'Web address',
    note: 'Note',
    notePlaceholder: 'What is worth keeping? Nothing that could identify a patient, please.',
    titleCut: 'The title was longer than 500 characters. Its beginning is here.',
    noteCut: 'What you selected was longer than 10,000 characters. Its beginning is here.',
    save: 'Save',
    startOver: 'Throw the draft away',
    earlier: 'What you had begun is here too.',
  },
  found: {
    region: 'In your portfolio already',
    since: (day: string) => `You saved this page on ${day}.`,
    open: 'Open it',
    addNote: 'Add the note to it',
    noteThere: 'Your note is in it already.',
    noteHint: 'It goes below the notes that are there.',
  },
  saved: {
    title: 'Saved',
    noted: 'The note is added',
    open: 'Open in portfolio',
    close: 'Close',
    closeYourself: 'You can close this window now.',
    loading: 'Loading',
  },
  tools: {
    title: 'Save from the web',
    intro: 'Reading an article that counts? Save it with its title and address, and whatever you select on it as a note.',
    bookmark: {
      title: 'The bookmark',
      name: 'Save to Cairn',
      drag: 'Drag this to your bookmarks bar:',
      pressed: 'It works from the bookmarks bar, on the page you want to save. Drag it there, or copy the code below.',
      use: 'Then, on any page worth keeping, select the words that matter if you like, and press the bookmark.',
      browsers: [
        {
          name: 'Chrome and Edge',
          steps: ['Show the bookmarks bar with Ctrl+Shift+B, on a Mac ⌘+Shift+B.', 'Drag ‘Save to Cairn’ onto the bar.'],
        },
        {
          name: 'Firefox',
          steps: ['Show the bookmarks toolbar with Ctrl+Shift+B, on a Mac ⌘+Shift+B.', 'Drag ‘Save to Cairn’ onto the toolbar.'],
        },
        {
          name: 'On a phone, or without dragging',
          steps: [
            'Copy the code.',
            'Make a bookmark of any page, and name it ‘Save to Cairn’.',
            'Edit the bookmark, and put the code in the place of its address.',
            'On the page to save, type the bookmark’s name into the address bar and choose it there.',
          ],
        },
      ],
      code: 'Code of the bookmark',
      copy: 'Copy the code',
      privacy: 'The words you select go straight into the small window of your own Cairn, and nowhere else.',
    },
    link: {
      title: 'For publishers',
      intro:
        'Put a plain link on your article. Readers who use this Cairn add the article to their portfolio with one press; no script is needed.',
      pageTitle: 'Title of the article',
      pageAddress: 'Address of the article',
      text: 'Add to portfolio',
      html: 'HTML of the link',
      copy: 'Copy the HTML',
      preview: 'It looks like this, in your own style:',
      empty: 'Type the title and the address, and the HTML stands here.',
    },
  },
} as const
