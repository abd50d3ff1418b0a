import type { recoveryEnglish } from './words-recovery-en.js';

export const recoveryGerman: typeof recoveryEnglish = {
  forgotten: {
    link: 'Passwort vergessen?',
    title: 'Passwort vergessen?',
    why: 'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
    submit: 'Link schicken',
    mailed:
      'Falls es ein Konto mit dieser Adresse gibt, ist ein Link unterwegs. Er gilt einmal, eine halbe Stunde lang.',
  },
  password: {
    title: 'Neues Passwort wählen',
    ends: 'Alle anderen Geräte werden abgemeldet. Ihr zweiter Schritt bleibt, wie er ist.',
    current: 'Ihr bisheriges Passwort',
    next: 'Neues Passwort',
    submit: 'Passwort setzen',
    change: 'Passwort ändern',
    wrong: 'Ihr bisheriges Passwort stimmt nicht.',
  },
  address: {
    title: 'E‑Mail-Adresse ändern',
    why: 'Wir schicken einen Link an die neue Adresse. Bis Sie ihm folgen, ändert sich nichts; die bisherige Adresse erfährt davon.',
    next: 'Neue E-Mail-Adresse',
    submit: 'Link schicken',
    change: 'E-Mail-Adresse ändern',
    heading: 'Adresse und Passwort',
  },
  links: {
    over: 'Dieser Link gilt nicht mehr',
    overWhy:
      'Er wurde schon benutzt, ist abgelaufen, oder nach ihm kam ein anderer. Falls Sie ihn gerade benutzt haben, hat er seinen Dienst getan.',
    confirmTitle: 'E‑Mail-Adresse bestätigen',
    confirmWhy: 'Damit zeigen Sie uns, dass die Adresse Ihnen gehört.',
    confirm: 'Adresse bestätigen',
    openTitle: 'Anmeldung wieder öffnen',
    openWhy:
      'Jemand hat Ihr Passwort zu erraten versucht, deshalb wurde es geschlossen. Diesen Browser kennen wir von jetzt an.',
    open: 'Wieder öffnen',
    notMeTitle: 'Das waren nicht Sie?',
    notMeWhy:
      'Dann endet sofort alles, was in Ihrem Namen offen ist, und wir schicken Ihnen einen Link für ein neues Passwort. Bis dahin meldet sich niemand an.',
    notMe: 'Mein Konto schützen',
  },
  told: {
    confirmMailed: 'Ein Link ist an Ihre Adresse unterwegs: Folgen Sie ihm, dann ist Ihr Konto bereit.',
    linkMailed:
      'Falls es ein Konto mit dieser Adresse gibt, ist ein Link unterwegs. Er gilt einmal, eine halbe Stunde lang.',
    passwordSet: 'Ihr neues Passwort ist gesetzt: Melden Sie sich damit an.',
    passwordChanged: 'Ihr Passwort ist geändert. Andere Geräte wurden abgemeldet.',
    addressMailed: 'Ein Link ist an die neue Adresse unterwegs: Folgen Sie ihm, dann gilt sie.',
    addressConfirmed: 'Ihre Adresse ist bestätigt.',
    reopened: 'Ihre Anmeldung ist wieder offen.',
    deviceForgotten: 'Dieses Gerät ist jetzt ein fremdes.',
    secured: 'Alles, was offen war, ist beendet. Ein Link für ein neues Passwort ist zu Ihnen unterwegs.',
  },
  devices: {
    title: 'Bekannte Geräte',
    why: 'Wer Ihr Passwort zu erraten versucht, sperrt diese nicht aus. Auf einem vertrauten Gerät werden Sie nicht nach einem Code gefragt.',
    trusted: (span) => `vertraut für ${span}`,
    forget: 'Vergessen',
  },
  activity: {
    title: 'Letzte Ereignisse',
    byAdministrator: 'durch die Verwaltung',
    from: 'von',
    kinds: {
      'user.registered': 'Konto angelegt',
      'sign-in.refused': 'Falsches Passwort',
      'pool.closed': 'Nach zu vielen Versuchen geschlossen',
      'mfa.refused': 'Falscher Code',
      'mfa.disabled': 'Anmeldung in zwei Schritten ausgeschaltet',
      'factor.enrolled': 'Authenticator-App eingerichtet',
      'factor.renamed': 'Authenticator-App umbenannt',
      'factor.removed': 'Authenticator-App entfernt',
      'backup-code.used': 'Backup-Code benutzt',
      'backup-codes.issued': 'Backup-Codes erzeugt',
      'session.opened': 'Angemeldet',
      'signed-out.everywhere': 'Überall abgemeldet',
      'device.trusted': 'Gerät gilt als vertrauenswürdig',
      'machine-token.created': 'Zugang für ein Programm erzeugt',
      'password.changed': 'Passwort geändert',
      'address.changed': 'E-Mail-Adresse geändert',
    },
  },
};
