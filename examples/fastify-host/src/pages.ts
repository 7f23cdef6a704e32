const frame = (body: string): string => `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Agences</title>
<style>body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }</style>
</head>
<body>${body}</body>
</html>`

export const loginPage = (problem?: string): string =>
  frame(`<h1>Agences</h1>
${problem === undefined ? '' : `<p role="alert">${problem}</p>`}
<form method="post" action="/login">
<p><label>Nom <input name="name" autocomplete="username" required></label></p>
<p><label>Mot de passe <input name="password" type="password" autocomplete="current-password" required></label></p>
<button>Entrer</button>
</form>`)

/**
 * A page of the host: the agency's campaigns, and the figures of the newest one. The elements send the host's session
 * cookie by themselves.
 */
export const page = (agency: string, newest: string | undefined): string =>
  frame(`<h1>Agence de ${agency}</h1>
<sillage-provider base-url="/outils/mail" names="fr" lang="fr">
<campaign-list></campaign-list>
${newest === undefined ? '<p>Aucune campagne.</p>' : `<campaign-stats campaign-id="${newest}"></campaign-stats>`}
</sillage-provider>
<script type="module" src="/assets/page.js"></script>`)
