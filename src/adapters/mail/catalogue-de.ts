import { momentIn, type Catalogue, type FactorNames, type PoolNames } from './catalogue.js';

const factors: FactorNames = { totp: 'eine Authenticator-App', 'backup-code': 'Ersatzcodes' };
const pools: PoolNames = { password: 'Ihr Passwort', totp: 'ein Authenticator-Code', 'backup-code': 'ein Ersatzcode' };
const moment = momentIn('de-DE');

export const german: Catalogue = {
  notices: {
    'new-device': () => ({
      subject: 'Neue Anmeldung an Ihrem Konto',
      paragraphs: ['Jemand hat sich von einem Gerät, das dort bisher unbekannt war, an Ihrem Konto angemeldet.'],
    }),
    'device-reused': () => ({
      subject: 'Ein Gerät von Ihnen wurde vielleicht kopiert',
      paragraphs: [
        'Jemand hat sich mit Ihrem Passwort und einem schon verbrauchten Kennzeichen Ihres Geräts angemeldet: Zwei besitzen es.',
        'Das Gerät wurde vergessen und wird wieder nach allem gefragt.',
      ],
    }),
    'mfa-on': ({ kind }) => ({
      subject: 'Die Mehr-Faktor-Anmeldung ist eingeschaltet',
      paragraphs: [
        `Bei der Anmeldung an Ihrem Konto wird ab jetzt ein zweiter Faktor verlangt: ${factors[kind]}.`,
        'Bewahren Sie Ihre Ersatzcodes so auf, dass Sie sie auch ohne Ihr Telefon finden.',
      ],
    }),
    'mfa-off': () => ({
      subject: 'Die Mehr-Faktor-Anmeldung ist ausgeschaltet',
      paragraphs: [
        'Ihr Passwort allein genügt jetzt zur Anmeldung. Ihre Authenticator-Apps und Ersatzcodes gelten nicht mehr.',
      ],
    }),
    'factor-added': ({ kind }) => ({
      subject: 'Ein zweiter Faktor wurde hinzugefügt',
      paragraphs: [`Ab jetzt genügt auch dies für den zweiten Schritt Ihrer Anmeldung: ${factors[kind]}.`],
    }),
    'factor-removed': ({ kind }) => ({
      subject: 'Ein zweiter Faktor wurde entfernt',
      paragraphs: [`Für den zweiten Schritt Ihrer Anmeldung gilt nicht mehr: ${factors[kind]}.`],
    }),
    'backup-code-used': ({ left }) => ({
      subject: 'Ein Ersatzcode wurde benutzt',
      paragraphs: [`Er hat eine Anmeldung an Ihrem Konto vollendet und gilt nicht noch einmal. Es bleiben ${left}.`],
    }),
    'backup-codes-low': ({ left }) => ({
      subject: left === 0 ? 'Ihr letzter Ersatzcode wurde benutzt' : `Ein Ersatzcode wurde benutzt, es bleiben ${left}`,
      paragraphs: [
        `Er hat eine Anmeldung an Ihrem Konto vollendet und gilt nicht noch einmal. ${left === 0 ? 'Es bleibt keiner.' : `Es ${left === 1 ? 'bleibt' : 'bleiben'} nur noch ${left}.`}`,
        'Erzeugen Sie in Ihrem Konto neue, bevor Sie sie brauchen.',
      ],
    }),
    'backup-codes-renewed': () => ({
      subject: 'Neue Ersatzcodes wurden erzeugt',
      paragraphs: ['Ihre bisherigen Ersatzcodes gelten nicht mehr.'],
    }),
    'second-factor-guessed': () => ({
      subject: 'Jemand kennt Ihr Passwort',
      paragraphs: [
        'Jemand hat Ihr richtiges Passwort eingegeben und danach mehrere falsche Codes.',
        'Falls Sie es nicht waren: Der zweite Faktor hat den Zugang verwehrt. Wählen Sie jetzt ein neues Passwort.',
      ],
    }),
    'password-exposed': () => ({
      subject: 'Ihr Passwort muss geändert werden',
      paragraphs: [
        'Jemand hat Ihr richtiges Passwort eingegeben und danach 20 falsche Codes.',
        'Mit diesem Passwort kann sich niemand mehr anmelden. Wählen Sie innerhalb einer halben Stunde über diesen Link ein neues; er gilt einmal.',
        'Sagen Sie später bei der Anmeldung, dass Sie es vergessen haben, dann bekommen Sie einen anderen.',
      ],
      action: 'Neues Passwort wählen',
    }),
    'pool-closed': ({ kind }) => ({
      subject: 'Zu viele falsche Antworten bei Ihrem Konto',
      paragraphs: [
        `Es gab so viele falsche Antworten, dass ${pools[kind]} bei Ihrem Konto nicht mehr angenommen wird, auch nicht richtig eingegeben.`,
        'Andere Wege der Anmeldung gelten weiter, ebenso Geräte, auf denen Sie angemeldet sind.',
      ],
      action: 'Wieder öffnen',
    }),
    'password-changed': () => ({
      subject: 'Ihr Passwort wurde geändert',
      paragraphs: ['Ihr bisheriges Passwort gilt nicht mehr, und andere Geräte müssen sich neu anmelden.'],
    }),
    'address-changed': () => ({
      subject: 'Die Adresse Ihres Kontos wurde geändert',
      paragraphs: ['Ihr Konto hat jetzt eine andere E-Mail-Adresse. Dies ist die letzte Nachricht an diese.'],
    }),
    'reset-asked': () => ({
      subject: 'Neues Passwort wählen',
      paragraphs: [
        'Jemand hat für Ihr Konto ein neues Passwort verlangt. Waren Sie es, dann folgen Sie innerhalb einer halben Stunde dem Link; er gilt einmal.',
        'Waren Sie es nicht, dann tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
      ],
      action: 'Neues Passwort wählen',
    }),
    'administrator-reset': ({ due }) => ({
      subject: 'Ihre zweiten Faktoren sollen entfernt werden',
      paragraphs: [
        `Ein Administrator wurde gebeten, sie zu entfernen, weil Sie sie nicht mehr verwenden können. Ab dem ${moment(due)} genügt Ihr Passwort zur Anmeldung.`,
        'Eine Anmeldung mit einem zweiten Faktor vor dieser Zeit verhindert es.',
      ],
    }),
    'confirm-address': () => ({
      subject: 'Bestätigen Sie Ihre Adresse',
      paragraphs: [
        'Jemand möchte mit dieser Adresse ein Konto anlegen. Waren Sie es, dann bestätigen Sie es innerhalb einer halben Stunde.',
        'Waren Sie es nicht, dann tun Sie nichts: Es wird kein Konto angelegt.',
      ],
      action: 'Diese Adresse bestätigen',
    }),
    'confirm-new-address': () => ({
      subject: 'Bestätigen Sie Ihre neue Adresse',
      paragraphs: [
        'Jemand möchte diese Adresse für sein Konto verwenden. Waren Sie es, dann bestätigen Sie es innerhalb einer halben Stunde.',
        'Waren Sie es nicht, dann tun Sie nichts: Das Konto behält seine Adresse.',
      ],
      action: 'Diese Adresse bestätigen',
    }),
    invitation: () => ({
      subject: 'Für Sie wurde ein Konto angelegt',
      paragraphs: ['Wählen Sie innerhalb eines Tages ein Passwort und melden Sie sich mit dieser Adresse an.'],
      action: 'Passwort wählen',
    }),
    'registration-repeated': () => ({
      subject: 'Sie haben schon ein Konto',
      paragraphs: [
        'Jemand wollte sich mit Ihrer Adresse registrieren. Ihr Konto ist unverändert.',
        'Waren Sie es, dann melden Sie sich an oder verlangen Sie ein neues Passwort.',
      ],
    }),
    'machine-token-made': () => ({
      subject: 'Ein Maschinentoken wurde erzeugt',
      paragraphs: ['Ein Programm kann damit in Ihrem Namen handeln, bis es abläuft oder widerrufen wird.'],
    }),
    'service-account-made': () => ({
      subject: 'Ein Dienstkonto wurde angelegt',
      paragraphs: ['Es gehört Ihnen, und Programme können in seinem Namen handeln.'],
    }),
  },
  moment,
  labels: { when: 'Wann', device: 'Gerät', address: 'Netzadresse' },
  notMe: {
    question: 'Waren Sie das nicht?',
    action: 'Alle Sitzungen beenden und das Konto sichern',
    advice: 'Waren Sie das nicht? Ändern Sie Ihr Passwort und beenden Sie die Sitzungen, die Sie nicht kennen.',
  },
  signature: (service, url) => `${service} schickt diese Nachricht zu Ihrem Konto bei ${url}.`,
};
