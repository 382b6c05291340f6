/** Words of the second factor's pages (A3, N7). */
export const secondFactorWords = {
  // Signing in.
  stepLead: 'One more step. Open your authenticator app and type the six digits it shows for Cairn.',
  stepLeadRecovery: 'Type one of the recovery codes you kept. Each works once.',
  code: 'Code of the app',
  recoveryCode: 'Recovery code',
  recoveryHint: 'Such as abcde-12345',
  goIn: 'Sign in',
  useRecovery: 'Use a recovery code instead',
  useApp: 'Use the app instead',
  beginAgain: 'Begin again',
  lost: 'If you have neither, write to the support of your Cairn: they can take this step off your account.',

  // Sign-in security.
  title: 'A code when signing in',
  offLead:
    'With this on, signing in asks for your password and then for a code from an app on your phone. Whoever learns your password still cannot get in.',
  offNeeds:
    'You need an authenticator app, such as the one for passwords on your phone, Google Authenticator, Microsoft Authenticator or 2FAS.',
  turnOn: 'Turn on',
  on: (when: string) => `On since ${when}.`,
  codesLeft: (n: number) =>
    n === 0
      ? 'You have no recovery codes left. Make new ones now, so that you get in without your phone.'
      : n === 1
        ? 'You have one recovery code left.'
        : `You have ${n} recovery codes left.`,
  fewLeft: 'Make new ones soon.',
  newCodes: 'New recovery codes',
  turnOff: 'Turn off',
  isOff: 'It is off: your password alone lets you in.',
  isOn: 'It is on: from now on signing in asks for a code.',
  renewed: 'You have new recovery codes. The old ones no longer work.',

  // Its windows.
  turnOnTitle: 'Turn on a code for signing in',
  passwordFirst: 'Please give your password first.',
  goOn: 'Go on',
  scan: 'Scan this with your authenticator app. The app then shows six digits, and new ones every half minute.',
  qr: 'QR code with the key for your authenticator app',
  byHand: 'Cannot scan it? Type this key into the app, as a time-based key:',
  copyKey: 'Copy the key',
  onThisDevice: 'Open it in an app on this device',
  firstCode: 'The code the app shows now',
  confirm: 'Turn it on',
  cancel: 'Cancel',
  turnOffTitle: 'Turn off the code for signing in',
  turnOffLead: 'Afterwards your password alone lets you in.',
  newCodesTitle: 'New recovery codes',
  newCodesLead: 'The ones you have stop working.',
  eitherCode: 'Code of the app, or a recovery code',
  password: 'Password',

  codesTitle: 'Keep your recovery codes',
  codesLead:
    'Each of these gets you in once, in place of a code, if your phone is lost or broken. Keep them apart from your phone: on paper, or in a password manager. They are not shown again.',
  codesList: 'Recovery codes',
  copy: 'Copy',
  download: 'Download',
  print: 'Print',
  copied: 'Copied.',
  copyYourself: 'Your browser does not let this page copy. Select the text and copy it yourself.',
  kept: 'I have kept them',
  file: 'cairn-recovery-codes.txt',
  fileHead: (email: string) => `Recovery codes for Cairn, ${email}. Each works once.`,
} as const
