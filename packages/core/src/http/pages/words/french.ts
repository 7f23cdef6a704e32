import type { RecipientPages } from '../../../domain/page-words.ts'

export const french: RecipientPages = {
  unknownLink: {
    title: 'Ce lien ne mène nulle part',
    text: 'Il est incomplet ou ne vient pas de nous. Rouvrez le lien dans le message, ou copiez-le en entier.',
  },
  unavailable: {
    title: 'Un instant, s’il vous plaît',
    text: 'Ce lien ne peut pas s’ouvrir pour le moment. Réessayez dans quelques secondes.',
  },
  gone: {
    title: 'Ce message n’est plus conservé',
    text: 'Il a été supprimé et rien à son sujet n’est conservé. Vous n’avez rien à faire.',
  },
  test: {
    title: 'C’était un test',
    text: 'Vous venez d’un message de test. Dans un vrai message, cette page agit pour son destinataire.',
  },
  unsubscribe: {
    title: 'Se désinscrire',
    text: 'Voulez-vous ne plus recevoir les messages envoyés par {sender} ? Rien ne se passe tant que vous n’appuyez pas sur le bouton.',
    topicText:
      'Voulez-vous ne plus recevoir « {topic} », envoyé par {sender} ? Rien ne se passe tant que vous n’appuyez pas sur le bouton.',
    button: 'Me désinscrire',
    choices: 'Choisir plutôt ce que je reçois',
  },
  unsubscribed: {
    title: 'Vous êtes désinscrit',
    text: 'Vous ne recevrez plus les messages envoyés par {sender}. Vous pouvez fermer cette page.',
    topicText: 'Vous ne recevrez plus « {topic} », envoyé par {sender}. Vous pouvez fermer cette page.',
    undo: 'Les recevoir à nouveau',
    undoText: 'C’était une erreur ? Vous pouvez revenir sur ce choix pendant une heure.',
  },
  returned: {
    title: 'Vous les recevez à nouveau',
    text: 'Les messages envoyés par {sender} vous parviennent comme avant. Vous pouvez fermer cette page.',
    topicText: '« {topic} », envoyé par {sender}, vous parvient comme avant. Vous pouvez fermer cette page.',
  },
  reasons: {
    label: 'Pourquoi partez-vous ? Vous n’avez pas à le dire.',
    none: 'Je préfère ne pas le dire',
    too_many: 'Trop de messages',
    not_relevant: 'Ils ne portent pas sur ce qui m’intéresse',
    not_signed_up: 'Je ne m’y suis jamais inscrit',
    other: 'Une autre raison',
  },
  preferences: {
    title: 'Vos choix',
    text: 'Ils valent pour tous les messages que {sender} envoie à votre adresse.',
    receive: 'Ce que vous recevez',
    mails: 'Les messages envoyés par {sender}',
    left: 'Vous l’avez quitté le {date}. Pour le recevoir à nouveau, écrivez à {sender}.',
    held: 'Ceci n’est pas envoyé à votre adresse pour le moment.',
    reason: 'Si vous quittez quelque chose : pourquoi ? Vous n’avez pas à le dire.',
    everything: 'Me désinscrire de tout',
    measured: 'Ce qui peut être mesuré',
    measuredText: 'Vous continuez à recevoir ce que vous avez choisi ci-dessus, quoi que vous permettiez ici.',
    opens: 'Que j’ai ouvert un message',
    clicks: 'Les liens sur lesquels j’ai cliqué',
    readTime: 'Combien de temps un message a été affiché',
    button: 'Enregistrer mes choix',
    saved: 'Vos choix sont enregistrés.',
  },
}
