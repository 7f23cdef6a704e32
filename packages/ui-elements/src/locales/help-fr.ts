import type { HelpText } from './help-en.ts'

export const helpFr: readonly HelpText[] = [
  {
    title: 'Commencer',
    text: [
      'Choisissez un modèle et cliquez sur « Modifier les textes » : l’e-mail s’affiche tel qu’il sera. Cliquez sur un texte ou une image pour les modifier ; la touche Tab mène au suivant. Le modèle lui-même ne change pas.',
      'Ou choisissez « Message personnalisé » et écrivez. Tapez / au début d’une ligne vide pour une image, un bouton ou des colonnes.',
      'Ce que vous écrivez est gardé dans ce navigateur jusqu’à l’envoi ou l’abandon.',
    ],
  },
  {
    title: 'S’adresser à chacun',
    text: [
      'Un champ comme « Nom » représente ce que l’on sait de chaque personne. Insérez-le avec le bouton aux accolades, ou tapez {{name}}.',
      'Tout le monde n’a pas de valeur. Cliquez sur un champ, puis sur le bouton qui apparaît, pour dire ce qui se lit à sa place, comme « à tous » dans « Bonjour à tous ».',
      'L’aperçu montre l’e-mail tel qu’un de vos destinataires le recevra.',
    ],
  },
  {
    title: 'Liens et boutons',
    text: [
      'Sélectionnez des mots et appuyez sur Ctrl+K, ou sur la chaîne. Une adresse que vous tapez devient un lien d’elle-même.',
      'Les mots disent où mène le lien : « Voir le programme » plutôt que « Cliquez ici ». Un seul bouton, pour l’essentiel, attire plus de clics que cinq.',
    ],
  },
  {
    title: 'Images',
    text: [
      'PNG, JPEG et GIF s’affichent partout. Les grandes images sont réduites à ce qu’il faut pour l’e-mail.',
      'Dites ce que montre chaque image. Beaucoup lisent leurs e-mails sans images, et certains les écoutent ; un e-mail fait d’une seule grande image ne leur dit rien, et les filtres le prennent pour de la publicité.',
    ],
  },
  {
    title: 'Sujet et texte d’aperçu',
    text: [
      'La boîte de réception montre le sujet, puis le texte d’aperçu. Commencez les deux par l’essentiel : sur un téléphone, on voit une quarantaine de lettres.',
    ],
  },
  {
    title: 'Avant l’envoi',
    text: [
      'Envoyez-vous un test, et lisez-le aussi sur un téléphone.',
      'Suivez chaque lien une fois. Lisez ce qui est écrit sous l’aperçu : ce qui manque ou ne marchera pas y est nommé.',
      'Chaque e-mail a un lien de désinscription. Si vous écrivez le HTML vous-même, placez {{unsubscribeUrl}} où il convient.',
    ],
  },
]
